import type { BlobLayout } from './storage/blob-layout.ts';
import { BlobValue } from './storage/blob-value.ts';
import type { Method } from './value.ts';
import type { Workspace } from './workspace.ts';

/** Where a value stands on disk, for a client of the same user that reads or maps the file itself. */
export interface ValuePlace extends BlobLayout {
  /** The file's name in the folder of blobs. It is never written again; overwriting the variable makes another. */
  readonly blob: string;
  readonly method: Method;
  readonly revision: number;
}

/** The place of a variable's value; nothing when it is no file of its own. Throws `STORAGE_DAMAGED`. */
export function placeOf({ store, storage }: Workspace, name: string): ValuePlace | undefined {
  const variable = store.variables.get(name);
  const value = variable?.history.current.value;
  if (!variable || !storage || !(value instanceof BlobValue)) return undefined;
  storage.check(value);
  const { id, method, layout } = value;
  return { blob: id, method, revision: variable.revision, ...layout };
}
