import type { Schema } from '../validation.ts';
import { configSchema } from './catalogue.ts';
import { isObject, type JsonObject } from './json.ts';
import { toPointer } from './tree.ts';

/** Keywords whose values are data and no schemas. */
const DATA = new Set(['const', 'default', 'enum', 'examples']);

/**
 * The JSON Schema (draft-07) of a config file with the settings of the given plugins in it, so that an
 * editor completes and checks them too. References inside a plugin's schema keep their meaning.
 */
export function documentSchema(plugins: ReadonlyMap<string, Schema>): Schema {
  const definitions: Record<string, unknown> = { ...(configSchema.definitions as JsonObject) };
  const properties: Record<string, unknown> = {};
  const general = definitions.plugin as JsonObject;
  for (const [plugin, schema] of plugins) {
    const key = `settings of ${plugin}`;
    // What is required may come from the environment or a flag: the file need not have it.
    const { $schema: _, required: __, ...rest } = schema;
    const at = `#${toPointer(['definitions', key])}`;
    definitions[key] = relocate(rest, at);
    properties[plugin] = {
      ...general,
      properties: { ...(general.properties as JsonObject), settings: { $ref: encodeURI(at) } },
    };
  }
  const all = configSchema.properties as JsonObject;
  const known = { ...(all.plugins as JsonObject), additionalProperties: false, properties };
  return { ...configSchema, properties: { ...all, plugins: known }, definitions };
}

/** The schema with references to its own root turned to where it stands now. */
function relocate(schema: unknown, root: string): unknown {
  if (Array.isArray(schema)) return schema.map((one) => relocate(one, root));
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === '$ref' && typeof value === 'string' && value.startsWith('#'))
        return [key, encodeURI(root) + value.slice(1)];
      return [key, DATA.has(key) ? value : relocate(value, root)];
    }),
  );
}
