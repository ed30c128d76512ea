import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { basename } from 'node:path';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { COMPILE_OPTIONS, SCHEMA_CHANNEL, type Schema } from '../core/validation.ts';

/**
 * The text of `core/precompiled-validators.ts` as the built host has it: a validator for each schema that a
 * host with the given built-in plugins compiles. To find them it starts such a host and stops it again.
 */
export async function precompileValidators(plugins: readonly string[]): Promise<string> {
  const schemas = await collectSchemas(plugins);
  const functions = schemas.map(
    (schema) => `  [${JSON.stringify(JSON.stringify(schema))}, ${wrap(schema)}],`,
  );
  return `export const precompiled = new Map([\n${functions.join('\n')}\n]);\n`;
}

async function collectSchemas(plugins: readonly string[]): Promise<Schema[]> {
  const found = new Map<string, Schema>();
  const collect = (schema: unknown): void => void found.set(JSON.stringify(schema), schema as Schema);
  subscribe(SCHEMA_CHANNEL, collect);
  try {
    // Some schemas are compiled when their module is loaded.
    const { createTestHost } = await import('../core/testing.ts');
    const settings = { 'socket-server': { port: 0 }, 'web-inspector': { port: 0 } };
    await using _host = await createTestHost({
      plugins: plugins.map((folder) => basename(folder)),
      settings,
    });
  } finally {
    unsubscribe(SCHEMA_CHANNEL, collect);
  }
  return [...found.values()];
}

/** ajv's own text of a validator is a CommonJS module. */
function wrap(schema: Schema): string {
  const ajv = new Ajv({ ...COMPILE_OPTIONS, code: { source: true, esm: false } });
  const text = standaloneCode.default(ajv, ajv.compile(schema));
  return `((module) => {${text}\nreturn module.exports;})({ exports: {} })`;
}
