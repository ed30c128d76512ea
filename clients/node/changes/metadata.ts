import type { Method } from '../values/raw-value.ts';

/**
 * What the host knows of a variable without reading it, as it stands on the wire. Times are seconds since
 * 1970, sizes bytes; what does not apply, or is not known yet, is `null`.
 */
export interface Metadata {
  /** Kind of value: `numeric`, `string`, `array`, `table`, `mapping`, … */
  readonly kind: string | null;
  /** The Python type. */
  readonly type: string | null;
  readonly dtype: string | null;
  readonly shape: readonly number[] | null;
  readonly length: number | null;
  readonly preview: string | null;
  readonly size: number;
  readonly method: Method;
  /** Who wrote the value last. */
  readonly provider: string;
  readonly modified_by: readonly string[];
  readonly creation_time: number;
  readonly modification_time: readonly number[];
  /** The workspace's revision of its last change: what `ifRevision` is compared with. */
  readonly revision: number;
  readonly synchronised: boolean;
  readonly deleted: boolean;
  readonly locked: { readonly holder: string; readonly until: number } | null;
  /** Steps that undo and redo can take, and revisions that were dropped for want of room. */
  readonly history: { readonly undo: number; readonly redo: number; readonly dropped: number };
  /** Free keys. */
  readonly info: Readonly<Record<string, unknown>>;
}

/** Which variables are meant; all of what is given must hold. */
export interface MetadataFilter {
  readonly kind?: string;
  readonly provider?: string;
  /** Changed after this revision. */
  readonly since?: number;
  /** A pattern with `*` and `?`. */
  readonly name?: string;
  /** Free keys and their values. */
  readonly info?: Readonly<Record<string, unknown>>;
}
