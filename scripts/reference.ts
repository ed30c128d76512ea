import { readFileSync } from 'node:fs';
import { ERRORS, type ErrorEntry, errorTable } from '../core/errors.ts';
import { defineServerErrors } from '../plugins/socket-server/errors.ts';
import { defineWorkspaceErrors } from '../plugins/workspace/errors.ts';

interface Property {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly oneOf?: readonly Property[];
}

interface ManifestSchema {
  readonly description: string;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Property>>;
  readonly definitions: Readonly<Record<string, Property>>;
}

/** The generated files of the reference: path → text. */
export function referenceFiles(): Map<string, string> {
  defineWorkspaceErrors();
  defineServerErrors();
  return new Map([
    ['docs/reference/manifest.md', manifestReference()],
    ['docs/reference/errors.md', errorReference(errorTable())],
  ]);
}

function manifestReference(): string {
  const schema = JSON.parse(readFileSync('schemas/plugin.schema.json', 'utf8')) as ManifestSchema;
  const rows = Object.entries(schema.properties)
    .filter(([name]) => !name.startsWith('$'))
    .map(([name, property]) => {
      const key = schema.required.includes(name) ? `\`${name}\` (required)` : `\`${name}\``;
      return [key, typeOf(property, schema), describe(property, schema)];
    });
  return `# The manifest

${schema.description} Generated from \`schemas/plugin.schema.json\`, by which editors check and complete it.

${table(['key', 'type', 'what'], rows)}`;
}

function errorReference(entries: ReadonlyMap<string, ErrorEntry>): string {
  const rows = [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { summary, fix }]) => [`\`${code}\``, code in ERRORS ? 'host' : 'plugin', summary, fix]);
  return `# Errors

Every coded error of the host and the built-in plugins. Generated from their tables.

${table(['code', 'of', 'what happened', 'what to do'], rows)}`;
}

function describe(property: Property, schema: ManifestSchema): string {
  return (
    property.description ?? (property.$ref ? resolve(property.$ref, schema).description : undefined) ?? ''
  );
}

function typeOf(property: Property, schema: ManifestSchema): string {
  if (property.$ref) return typeOf(resolve(property.$ref, schema), schema);
  if (property.oneOf) return property.oneOf.map((one) => typeOf(one, schema)).join(' or ');
  return [property.type ?? 'any'].flat().join(' or ');
}

function resolve(reference: string, { definitions }: ManifestSchema): Property {
  return definitions[reference.split('/').at(-1) ?? ''] ?? {};
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}
