import { existsSync, readFileSync } from 'node:fs';
import { pluginFolders } from '../bundle.ts';
import { defaultsOf, nameOf } from './built-in-host.ts';
import { type JsonSchema, schemaRows } from './json-schema.ts';
import { table } from './table.ts';

/** The page about the settings of the built-in plugins, from their schemas and defaults. */
export function settingsPage(): string {
  const folders = pluginFolders().filter((folder) => existsSync(`${folder}/settings.schema.json`));
  return `# Settings

The settings of the built-in plugins, generated from their schemas. In the config file they stand in \`plugins.NAME.settings\`; everywhere else a setting is named by plugin and key, as in \`headframe settings set socket-server.port 12307\`. They count as soon as they are set, unless their description says otherwise.

${folders.map(section).join('\n')}`;
}

function section(folder: string): string {
  const schema = JSON.parse(readFileSync(`${folder}/settings.schema.json`, 'utf8')) as JsonSchema;
  const defaults = defaultsOf(folder);
  const rows = schemaRows(schema).map(({ path, type, description }) => {
    const standard = defaults[path];
    return [
      `\`${path}\``,
      type,
      standard === undefined ? '' : `\`${JSON.stringify(standard)}\``,
      description,
    ];
  });
  return `## ${nameOf(folder)}\n\n${table(['key', 'type', 'default', 'what'], rows)}`;
}
