/** A requirement, and what shows that it holds. */
export interface Guarantee {
  /** S: security, L: limits, R: reliability; the numbers are never used twice. */
  readonly id: `${'S' | 'L' | 'R'}${number}`;
  readonly what: string;
  /** Titles of tests by their file, as they stand in the source. */
  readonly shownBy: Readonly<Record<string, readonly string[]>>;
  /** What of it no test shows yet. */
  readonly open?: string;
}
