import { readFileSync } from 'node:fs';
import { type JsonSchema, schemaRows } from './json-schema.ts';
import { table } from './table.ts';

/** The page about the config file, from its schema. */
export function configPage(): string {
  const schema = JSON.parse(readFileSync('schemas/config.schema.json', 'utf8')) as JsonSchema;
  const rows = schemaRows(schema).map(({ path, type, description }) => [`\`${path}\``, type, description]);
  return `# The config file

${schema.description} Generated from \`schemas/config.schema.json\`; \`headframe init\` writes a config file and the schema by which editors complete it.

${table(['key', 'type', 'what'], rows)}
## Where values come from

The last of these that says something counts:

1. the defaults of the host and of each plugin ([all settings](settings.md));
2. the config file: \`--config FILE\`, else \`headframe.config.jsonc\` in the folder in which the host is started;
3. variables of the environment: \`HEADFRAME__\` and the path, its parts joined by \`__\`, with \`_\` for \`-\` in a plugin's name; the value is JSON, or else a text: \`HEADFRAME__plugins__socket_server__settings__port=0\`;
4. \`--set PATH=JSON\` and the other options of [\`headframe start\`](cli.md).

\`headframe config\` shows where each value comes from. A file that cannot be read or breaks its schema ends the start with exit code 78, with file, line and column; while the host runs, such a file changes nothing.
`;
}
