import { readFileSync } from 'node:fs';
import { type JsonSchema, schemaRows } from './json-schema.ts';
import { table } from './table.ts';

/** The page about the manifest, from its schema. */
export function manifestPage(): string {
  const schema = JSON.parse(readFileSync('schemas/plugin.schema.json', 'utf8')) as JsonSchema;
  const rows = schemaRows(schema).map(({ path, type, description, isRequired }) => [
    isRequired ? `\`${path}\` (required)` : `\`${path}\``,
    type,
    description,
  ]);
  return `# The manifest

${schema.description} Generated from \`schemas/plugin.schema.json\`, by which editors check and complete it.

${table(['key', 'type', 'what'], rows)}`;
}
