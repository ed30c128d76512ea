import type { Catalogue } from './catalogue.ts';
import { isObject, type Path } from './json.ts';

/** A value without the secrets in it: `undefined` when it is one itself. */
export function withoutSecrets(value: unknown, path: Path, catalogue: Catalogue): unknown {
  if (catalogue.isSecret(path)) return undefined;
  if (Array.isArray(value))
    return value.map((item, index) => withoutSecrets(item, [...path, String(index)], catalogue));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, withoutSecrets(inner, [...path, key], catalogue)] as const)
      .filter(([, inner]) => inner !== undefined),
  );
}
