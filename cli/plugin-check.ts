import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import {
  checkInstallable,
  codeOf,
  type Manifest,
  messageOf,
  readInstallation,
  readManifest,
  readPluginSettings,
} from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { EXIT } from './exit-code.ts';
import { type Finding, finding, formatFindings } from './findings.ts';
import { readExports } from './module-exports.ts';
import { addCommonOptions, type CommonOptions, configOptions } from './options.ts';

/** Adds `headframe plugin check [FOLDER]`. */
export function addPluginCheck(plugin: Command, context: Context): void {
  const command = plugin
    .command('check [folder]')
    .description("check a plugin's manifest, settings, requirements and exports without running it");
  addCommonOptions(command).action((folder: string | undefined, options: CommonOptions) =>
    check(context, folder ?? '.', options),
  );
}

async function check(context: Context, folder: string, options: CommonOptions): Promise<void> {
  const findings = await findingsOf(context, resolve(context.cwd, folder), options);
  const isGood = findings.every(({ status }) => status !== 'error');
  if (!isGood) context.exitCode = EXIT.failed;
  printResult(context, options.json, { ok: isGood, findings }, () =>
    formatFindings(findings, context.colour),
  );
}

async function findingsOf(context: Context, folder: string, options: CommonOptions): Promise<Finding[]> {
  let manifest: Manifest;
  try {
    manifest = readManifest(folder);
  } catch (error) {
    return [finding('error', 'manifest', messageOf(error), codeOf(error))];
  }
  return [
    finding('ok', 'manifest', `${manifest.name} ${manifest.version} (${manifest.file})`),
    settingsFinding(manifest),
    await attempt('requirements', () => checkRequirements(context, manifest, options)),
    ...(await moduleFindings(manifest)),
    ...widgetFindings(manifest),
    ...pipFindings(manifest),
  ];
}

function settingsFinding(manifest: Manifest): Finding {
  const { error, defaults } = readPluginSettings(manifest);
  if (error) return finding('error', 'settings', error.message, error.code);
  const names = Object.keys(defaults).join(', ') || 'none';
  return finding('ok', 'settings', manifest.settings === undefined ? 'none' : names);
}

async function checkRequirements(
  context: Context,
  manifest: Manifest,
  options: CommonOptions,
): Promise<string> {
  const { plugins, configuration } = await readInstallation(configOptions(context, options));
  const present = plugins.filter(({ manifest: { name } }) => configuration.enabled(name) ?? true);
  checkInstallable(manifest, new Map(present.map((one) => [one.manifest.name, one.manifest])));
  return manifest.requirements.map(({ name }) => name).join(', ') || 'none';
}

async function moduleFindings(manifest: Manifest): Promise<Finding[]> {
  const { main, interface: iface, path } = manifest;
  const own = await attempt('main', () => checkExport(path, main.file, main.main));
  // The default interface may be missing: the plugin then offers none.
  if (iface.file === main.file && iface.interface === 'Interface') return [own];
  return [own, await attempt('interface', () => checkExport(path, iface.file, iface.interface))];
}

async function checkExport(folder: string, file: string, name: string): Promise<string> {
  const path = join(folder, file);
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  const names = await readExports(path);
  if (names.includes(name)) return `${file} exports ${name}`;
  throw new Error(`${path} exports ${names.join(', ') || 'nothing'}, but no ${name}`);
}

function widgetFindings({ widgets, path }: Manifest): Finding[] {
  return widgets.map(({ widget, file }) =>
    existsSync(join(path, file))
      ? finding('ok', `widget ${widget}`, file)
      : finding('error', `widget ${widget}`, `there is no ${join(path, file)}`, 'BAD_MANIFEST'),
  );
}

function pipFindings({ pipDependencies }: Manifest): Finding[] {
  if (pipDependencies.length === 0) return [];
  const text = `pip packages are not installed: ${pipDependencies.join(', ')}`;
  return [finding('warning', 'dependencies', text)];
}

async function attempt(subject: string, run: () => Promise<string>): Promise<Finding> {
  try {
    return finding('ok', subject, await run());
  } catch (error) {
    return finding('error', subject, messageOf(error), codeOf(error));
  }
}
