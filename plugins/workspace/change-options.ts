import type { InfoUpdate } from './info.ts';
import type { Author } from './store.ts';

/** Who changes a variable, and at which revision it must be; 0: it must not exist. */
export interface ChangeOptions extends Author {
  readonly ifRevision?: number | undefined;
}

/**
 * What a write survives once it is answered: `written` the end of the host, and a loss of power a second
 * later; `synced` a loss of power; `volatile` neither: the value is kept in memory alone.
 */
export type Level = 'written' | 'synced' | 'volatile';

/** Who writes, and what the write shall survive: `written` unless given. */
export interface WriteAuthor extends Author {
  readonly level?: Level | undefined;
}

/** Who writes, and under which conditions. */
export interface WriteOptions extends ChangeOptions, WriteAuthor {
  /** Free keys to set with the value; `null` takes one away. */
  readonly info?: InfoUpdate | undefined;
}

/** Who deletes, and under which conditions. */
export interface DeleteOptions extends Author {
  /** The revision that each must have: one for all, or by name. */
  readonly ifRevision?: number | ReadonlyMap<string, number> | undefined;
}
