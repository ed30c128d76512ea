import type { Schema } from './entry.ts';

/** How a setting is edited. */
export type Control =
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly values: readonly unknown[] }
  | {
      readonly kind: 'number';
      readonly isWhole: boolean;
      readonly min: number | undefined;
      readonly max: number | undefined;
    }
  | { readonly kind: 'text'; readonly maxLength: number | undefined }
  | { readonly kind: 'secret' }
  | { readonly kind: 'json' };

const MAX_REFERENCES = 16;

/** A property's schema, with what it refers to inside the plugin's schema put in. */
export function propertySchema(root: Schema, name: string): Schema {
  const properties = isObject(root.properties) ? root.properties : {};
  let schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
  for (
    let left = MAX_REFERENCES;
    isObject(schema) && typeof schema.$ref === 'string' && left > 0;
    left -= 1
  ) {
    const { $ref, ...own } = schema;
    const target = follow(root, $ref as string);
    schema = { ...(isObject(target) ? target : {}), ...own };
  }
  return isObject(schema) ? schema : {};
}

/** The names that a plugin's schema gives to its settings, in its order. */
export function propertyNames({ properties }: Schema): string[] {
  return isObject(properties) ? Object.keys(properties) : [];
}

/** How a setting of this schema is edited; what has no control of its own is edited as JSON. */
export function controlOf(schema: Schema, secret: boolean): Control {
  if (secret) return { kind: 'secret' };
  if (Array.isArray(schema.enum)) return { kind: 'choice', values: schema.enum };
  switch (schema.type) {
    case 'boolean':
      return { kind: 'switch' };
    case 'integer':
    case 'number':
      return {
        kind: 'number',
        isWhole: schema.type === 'integer',
        min: numberOf(schema.minimum),
        max: numberOf(schema.maximum),
      };
    case 'string':
      return { kind: 'text', maxLength: numberOf(schema.maxLength) };
    default:
      return { kind: 'json' };
  }
}

function follow(root: Schema, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined;
  let here: unknown = root;
  for (const part of decodeURIComponent(reference.slice(2)).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isObject(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
