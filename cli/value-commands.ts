import type { Command } from 'commander';
import { type Configuration, codeOf, HeadframeError, readInstallation } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { addCommonOptions, type CommonOptions, configOptions } from './options.ts';

/** Whether any value of the configuration is meant, or the plugins' settings alone. */
export type ValueKind = 'config' | 'settings';

/** Adds `get NAME`. */
export function addGet(parent: Command, context: Context, kind: ValueKind): void {
  const command = parent.command('get <name>').description(`print one value, such as ${example(kind)}`);
  addCommonOptions(command).action(async (given: string, options: CommonOptions) => {
    const { configuration } = await readInstallation(configOptions(context, options));
    const name = fullName(configuration, given, kind);
    const value = configuration.get(name);
    printResult(context, options.json, { name, value: value ?? null }, () => asText(value));
  });
}

/** Adds `set NAME VALUE`. */
export function addSet(parent: Command, context: Context, kind: ValueKind): void {
  const command = parent
    .command('set <name> <value>')
    .description('write a value into the config file; what is no JSON is taken as text');
  addCommonOptions(command).action(async (given: string, text: string, options: CommonOptions) => {
    const { configuration } = await readInstallation(configOptions(context, options));
    const name = fullName(configuration, given, kind);
    await configuration.set(name, configuration.parse(name, text));
    const file = configuration.targetFile;
    printResult(context, options.json, { name, file }, () => `${name} is set in ${file}`);
  });
}

/** Adds `unset NAME` or, by another name, the same. */
export function addUnset(parent: Command, context: Context, verb: string, kind: ValueKind): void {
  const command = parent
    .command(`${verb} <name>`)
    .description('take a value out of the config file, so that its default counts');
  addCommonOptions(command).action(async (given: string, options: CommonOptions) => {
    const { configuration } = await readInstallation(configOptions(context, options));
    const name = fullName(configuration, given, kind);
    await configuration.unset(name);
    const file = configuration.targetFile;
    printResult(context, options.json, { name, file }, () => `${name} is not set in ${file}`);
  });
}

/** The name of a setting as it was given; PyMiner's five are also known by their bare names. */
function fullName(configuration: Configuration, name: string, kind: ValueKind): string {
  if (kind === 'config') return name;
  const bare = `settings.${name}`;
  if (!name.includes('.') && isSetting(configuration, bare)) return bare;
  if (configuration.isSetting(name)) return name;
  throw new HeadframeError(
    'SETTING_UNKNOWN',
    `${JSON.stringify(name)} is not one setting of a plugin; headframe config reaches the host's own keys`,
  );
}

function isSetting(configuration: Configuration, name: string): boolean {
  try {
    return configuration.isSetting(name);
  } catch (error) {
    if (codeOf(error) === 'SETTING_UNKNOWN') return false;
    throw error;
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function example(kind: ValueKind): string {
  return kind === 'config' ? 'log.level or socket-server.port' : 'socket-server.port';
}
