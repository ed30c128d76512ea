import type { Command } from 'commander';
import type { ConfigOptions } from '../core/index.ts';
import type { Context } from './context.ts';

/** What every command takes that reads the configuration. */
export interface CommonOptions {
  readonly config?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

/** Adds `--config`, `--data-dir` and `--json` to a command. */
export function addCommonOptions(command: Command): Command {
  return command
    .option(
      '-c, --config <file>',
      'the config file (default: ./headframe.config.jsonc, else built-in defaults)',
    )
    .option(
      '-d, --data-dir <folder>',
      'the data folder (default: what the config file says, else ./.headframe)',
    )
    .option('--json', 'print one line of JSON');
}

/** Where the configuration of a command comes from. */
export function configOptions({ cwd, env }: Context, { config, dataDir }: CommonOptions): ConfigOptions {
  return {
    cwd,
    env,
    ...(config !== undefined && { file: config }),
    ...(dataDir !== undefined && { overrides: [{ path: ['dataDir'], value: dataDir }] }),
  };
}
