import type { Schema } from '../validation.ts';
import { isObject, type Path, valueAt } from './json.ts';
import { fromPointer } from './tree.ts';

const MAX_REFERENCES = 16;
const BRANCHES = ['allOf', 'anyOf', 'oneOf'];
const CONDITIONS = ['if', 'then', 'else'];

/** All subschemas of `root` that speak of the value at a path; empty when the schema does not know it. */
export function schemasAt(root: Schema, path: Path): Schema[] {
  let here = expand(root, [root]);
  for (const segment of path)
    here = expand(
      root,
      here.flatMap((schema) => children(schema, segment)),
    );
  return here;
}

/** The names that the schema gives to the properties of the object at a path. */
export function propertyNames(root: Schema, path: Path): string[] {
  const names = schemasAt(root, path).flatMap((schema) =>
    isObject(schema.properties) ? Object.keys(schema.properties) : [],
  );
  return [...new Set(names)];
}

/** Whether the object at a path may have properties that the schema does not name. */
export function isOpen(root: Schema, path: Path): boolean {
  return schemasAt(root, path).some(({ type, properties, additionalProperties, patternProperties }) => {
    if (isObject(additionalProperties) || additionalProperties === true || isObject(patternProperties))
      return true;
    return type === 'object' && properties === undefined && additionalProperties === undefined;
  });
}

/** Whether the value at a path is a secret: it, or something around it, is marked `"x-secret": true`. */
export function isSecretAt(root: Schema, path: Path): boolean {
  return Array.from({ length: path.length + 1 }, (_, length) => schemasAt(root, path.slice(0, length))).some(
    (schemas) => schemas.some((schema) => schema['x-secret'] === true),
  );
}

function children(schema: Schema, segment: string): Schema[] {
  const { items, additionalProperties } = schema;
  const named = valueAt(schema.properties, [segment]);
  if (isObject(named)) return [named];
  const matching = Object.entries(isObject(schema.patternProperties) ? schema.patternProperties : {})
    .filter(([pattern]) => new RegExp(pattern, 'u').test(segment))
    .map(([, inner]) => inner);
  const item = Array.isArray(items) ? items[Number(segment)] : /^\d+$/.test(segment) ? items : undefined;
  const found = [...matching, item].filter(isObject);
  return found.length === 0 && isObject(additionalProperties) ? [additionalProperties] : found;
}

/** The schemas with what they refer to and all their branches. */
function expand(root: Schema, schemas: readonly Schema[], references = 0): Schema[] {
  return schemas.flatMap((schema) => {
    const branches = [
      ...BRANCHES.flatMap((key) => (Array.isArray(schema[key]) ? (schema[key] as unknown[]) : [])),
      ...CONDITIONS.map((key) => schema[key]),
    ];
    const target = typeof schema.$ref === 'string' ? resolve(root, schema.$ref) : undefined;
    const inner = [...branches, target].filter(isObject);
    return inner.length > 0 && references < MAX_REFERENCES
      ? [schema, ...expand(root, inner, references + 1)]
      : [schema];
  });
}

function resolve(root: Schema, reference: string): unknown {
  return reference.startsWith('#')
    ? valueAt(root, fromPointer(decodeURIComponent(reference.slice(1))))
    : undefined;
}
