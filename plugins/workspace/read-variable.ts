import type { Store } from './store.ts';
import type { StoredValue } from './value.ts';

/** A variable as it is read. */
export interface ReadResult {
  readonly value: StoredValue;
  /** The revision of its last change; 0 for a type. */
  readonly revision: number;
}

/** The value and its revision, or nothing; under a type's name its structure, as JSON. */
export function readVariable({ variables, types }: Store, name: string): ReadResult | undefined {
  const variable = variables.get(name);
  if (variable) return { value: variable.history.current.value, revision: variable.revision };
  const structure = types.get(name);
  if (!structure) return undefined;
  const document = Buffer.from(JSON.stringify(structure));
  return { value: { method: 'json', document, buffers: [] }, revision: 0 };
}
