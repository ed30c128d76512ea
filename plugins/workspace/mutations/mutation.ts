import type { PreparedValue } from '../revision.ts';
import type { Structure } from '../types.ts';

/** A value written under a name, which comes to exist by it if need be. */
export interface Put {
  readonly kind: 'put';
  readonly name: string;
  readonly prepared: PreparedValue;
  /** The free keys from then on; absent: as they were. */
  readonly info?: ReadonlyMap<string, unknown> | undefined;
  /** The value is kept in memory alone, and gone after a restart. */
  readonly volatile: boolean;
}

/** A variable moved into the recycle bin. */
export interface Remove {
  readonly kind: 'remove';
  readonly name: string;
}

/** A variable under a new name. */
export interface Rename {
  readonly kind: 'rename';
  readonly from: string;
  readonly to: string;
}

/** Steps back or forward in a variable's history. */
export interface Travel {
  readonly kind: 'travel';
  readonly name: string;
  readonly direction: 'undo' | 'redo';
  readonly steps: number;
}

/** A deleted variable brought back, by its index in the recycle bin. */
export interface Restore {
  readonly kind: 'restore';
  readonly index: number;
}

/** A variable's free keys replaced. */
export interface SetInfo {
  readonly kind: 'info';
  readonly name: string;
  readonly info: ReadonlyMap<string, unknown>;
}

/** A type of structured values defined. It takes no revision. */
export interface DefineType {
  readonly kind: 'type';
  readonly name: string;
  readonly structure: Structure;
}

/** All revisions that were kept in memory alone taken away, as a restart does. */
export interface Purge {
  readonly kind: 'purge';
}

/** The history of revisions goes on under another name, since some that were announced have been lost. */
export interface Rebirth {
  readonly kind: 'rebirth';
  readonly id: string;
}

/**
 * One change of the store, checked and resolved: applied to the same store it always has the same
 * effect. What is logged and replayed.
 */
export type Mutation = Put | Remove | Rename | Travel | Restore | SetInfo | DefineType | Purge | Rebirth;

/** Mutations that are applied together: one record of a log. */
export interface Batch {
  /** The workspace's revision before it. */
  readonly base: number;
  readonly provider: string;
  /** When, in ms since 1970. */
  readonly time: number;
  readonly mutations: readonly Mutation[];
}
