import type { InfoUpdate } from './info.ts';
import type { Author } from './store.ts';

/** Who changes a variable, and at which revision it must be; 0: it must not exist. */
export interface ChangeOptions extends Author {
  readonly ifRevision?: number | undefined;
}

/** Who writes, and under which conditions. */
export interface WriteOptions extends ChangeOptions {
  /** Free keys to set with the value; `null` takes one away. */
  readonly info?: InfoUpdate | undefined;
}

/** Who deletes, and under which conditions. */
export interface DeleteOptions extends Author {
  /** The revision that each must have: one for all, or by name. */
  readonly ifRevision?: number | ReadonlyMap<string, number> | undefined;
}
