import { existsSync, readFileSync } from 'node:fs';
import { createTestHost, type TestHost } from '../../core/testing.ts';
import { pluginFolders } from '../bundle.ts';

/** A running host with all built-in plugins, whose ports are free ones: what they register can be listed. */
export function startBuiltInHost(): Promise<TestHost> {
  const folders = pluginFolders();
  const withPort = folders.filter((folder) => 'port' in defaultsOf(folder));
  const settings = Object.fromEntries(withPort.map((folder) => [nameOf(folder), { port: 0 }]));
  return createTestHost({ plugins: folders.map(nameOf), settings });
}

/** The name of the plugin in a folder. */
export function nameOf(folder: string): string {
  return (JSON.parse(readFileSync(`${folder}/plugin.json`, 'utf8')) as { readonly name: string }).name;
}

/** The defaults of the settings of the plugin in a folder; empty when it has none. */
export function defaultsOf(folder: string): Readonly<Record<string, unknown>> {
  const file = `${folder}/settings.json`;
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
