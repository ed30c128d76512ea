import { workspaceError } from '../errors.ts';
import type { DefineType } from '../mutations/mutation.ts';
import type { Author, Store } from '../store.ts';
import type { Structure } from '../types.ts';

/** Defines a type of structured values; the same again is nothing new. Throws `DUPLICATE`, `BAD_NAME`, `BAD_VALUE`, `TOO_MANY`. */
export function defineType(store: Store, name: string, structure: Structure, author: Author): void {
  if (store.variables.has(name)) {
    throw workspaceError('DUPLICATE', `there is a variable ${name} already`, { name });
  }
  if (!store.types.check(name, structure)) return;
  const mutation: DefineType = { kind: 'type', name, structure };
  store.stamp(author, [mutation]);
  store.types.add(name, structure);
}
