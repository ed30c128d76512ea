/** One revision of a variable's history. Times are seconds since 1970. */
export interface HistoryEntry {
  readonly revision: number;
  readonly provider: string;
  readonly time: number;
  /** Bytes. */
  readonly size: number;
  readonly preview: string;
  /** Whether it is the variable's value now. */
  readonly current: boolean;
}

/** A deleted variable. */
export interface DeletedEntry {
  /** What `restore` takes, beside the name. */
  readonly index: number;
  readonly name: string;
  readonly provider: string;
  readonly time: number;
  readonly size: number;
}

/** Where undo or redo has led. */
export interface Travelled {
  readonly revision: number;
  /** Steps really taken; 0 at the end of the history. */
  readonly steps: number;
}

/** What `waitFor` found. */
export interface Waited {
  readonly revision: number;
  /** False when the time was over. */
  readonly newer: boolean;
}

/** A part of an axis, as in Python's slices; `null` for all of it. */
export type Range = readonly (number | null)[] | null;

/** What a column of numbers is like; the rest is `null` for what are no numbers, or no finite ones. */
export interface ColumnStatistics {
  readonly name: string | null;
  /** Elements, and how many of them are missing. */
  readonly count: number;
  readonly missing: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** By the share that lies below. */
  readonly quantiles: Readonly<Record<string, number>> | null;
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] } | null;
}
