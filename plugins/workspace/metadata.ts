import type { Description, Kind } from 'headframe/codec';
import { describe, kindOf } from './description.ts';
import { notFound } from './errors.ts';
import type { Store } from './store.ts';
import type { Method } from './value.ts';
import type { Variable } from './variable.ts';

/**
 * What is known of a variable without reading it; the same document for plugins and on the wire.
 * Times are in seconds since 1970, as Python's `time.time()`; sizes in bytes.
 */
export interface Metadata {
  /** What is inside; `null` each where it does not apply, or the value has not been described yet. */
  readonly kind: Kind | null;
  readonly type: string | null;
  readonly dtype: string | null;
  readonly shape: readonly number[] | null;
  readonly length: number | null;
  readonly preview: string | null;
  /** Bytes of the value, its buffers included. */
  readonly size: number;
  readonly method: Method;
  /** Who wrote the value last. */
  readonly provider: string;
  /** Who changed it, and when, for the last 100 changes, oldest first. */
  readonly modified_by: readonly string[];
  readonly creation_time: number;
  readonly modification_time: readonly number[];
  /** The workspace's revision of the last change: what `if_revision` is compared with. */
  readonly revision: number;
  /** Whether what is inside has been described since the value was written. */
  readonly synchronised: boolean;
  readonly deleted: boolean;
  /** The lock on it, or nothing. */
  readonly locked: { readonly holder: string; readonly until: number } | null;
  /** Steps that undo and redo can take, and revisions dropped for want of room. */
  readonly history: { readonly undo: number; readonly redo: number; readonly dropped: number };
  readonly info: Readonly<Record<string, unknown>>;
}

/** The metadata of a variable, or `NOT_FOUND`. */
export function metadataOf(store: Store, name: string): Metadata {
  const variable = store.variables.get(name);
  if (!variable) throw notFound(name);
  return metadata(store, variable, describe(variable.history.current));
}

/** The metadata of a variable with this description of its value, or with what is known already. */
export function metadata(
  store: Store,
  variable: Variable,
  description: Description | undefined = variable.history.current.description,
): Metadata {
  const { modifiedBy, modificationTime } = variable;
  return compose(store, variable, {
    description,
    kind: description?.kind ?? null,
    modifiedBy,
    modificationTime,
  });
}

/** The metadata of a variable as it is told when it has changed: with its kind, and with the last change alone. */
export function lastMetadata(store: Store, variable: Variable): Metadata {
  const { current } = variable.history;
  return compose(store, variable, {
    description: current.description,
    kind: kindOf(current).kind,
    modifiedBy: [variable.provider],
    modificationTime: [variable.lastModified],
  });
}

/** The parts that are not the same in all metadata of a variable. Times in ms since 1970. */
interface Told {
  readonly description: Description | undefined;
  readonly kind: Kind | null;
  readonly modifiedBy: readonly string[];
  readonly modificationTime: readonly number[];
}

function compose(
  store: Store,
  variable: Variable,
  { description, kind, modifiedBy, modificationTime }: Told,
): Metadata {
  const { current } = variable.history;
  const deleted = store.variables.get(variable.name) !== variable;
  const lock = deleted ? undefined : store.locks.find(variable.name);
  return {
    kind,
    type: description?.type ?? null,
    dtype: description?.dtype ?? null,
    shape: description?.shape ?? null,
    length: description?.length ?? null,
    preview: description?.preview ?? null,
    size: current.size,
    method: current.value.method,
    provider: variable.provider,
    modified_by: modifiedBy,
    creation_time: variable.creationTime / 1000,
    modification_time: modificationTime.map((time) => time / 1000),
    revision: variable.revision,
    synchronised: description !== undefined,
    deleted,
    locked: lock ? { holder: lock.holder, until: lock.until / 1000 } : null,
    history: {
      undo: variable.history.undoable,
      redo: variable.history.redoable,
      dropped: variable.history.dropped,
    },
    info: Object.fromEntries(variable.info),
  };
}
