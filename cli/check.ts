import type { Command } from 'commander';
import { readInstallation } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { EXIT } from './exit-code.ts';
import { configFindings, type Finding, finding, formatFindings, pluginFindings } from './findings.ts';
import { addCommonOptions, type CommonOptions, configOptions } from './options.ts';

/** Adds `headframe check`. */
export function addCheck(program: Command, context: Context): void {
  const command = program
    .command('check')
    .description(
      'check the config file and the plugins without running any; exit with 78 when the file is bad',
    );
  addCommonOptions(command).action((options: CommonOptions) => check(context, options));
}

async function check(context: Context, options: CommonOptions): Promise<void> {
  const findings = await readFindings(context, options);
  const ok = findings.every(({ status }) => status !== 'error');
  const badConfig = findings.some(({ status, subject }) => status === 'error' && subject === 'config');
  context.exitCode = badConfig ? EXIT.config : ok ? EXIT.ok : EXIT.failed;
  printResult(context, options.json, { ok, findings }, () => formatFindings(findings, context.colour));
}

/** What there is to say of the configuration and its plugins. */
export async function readFindings(context: Context, options: CommonOptions): Promise<Finding[]> {
  try {
    const installation = await readInstallation(configOptions(context, options));
    const { file } = installation.configuration;
    const config = finding('ok', 'config', file ?? 'built-in defaults (no headframe.config.jsonc here)');
    return [config, ...pluginFindings(installation)];
  } catch (error) {
    return configFindings(error);
  }
}
