/** A way to break a guarantee on purpose, and the test that notices. */
export interface Break {
  /** The guarantee, and a name that is used once. */
  readonly id: `${'S' | 'L' | 'R'}${number}-${string}`;
  /** What is wrong with the host that has it. */
  readonly title: string;
  readonly file: string;
  /** A text that the file has exactly once. */
  readonly find: string;
  readonly replace: string;
  readonly test: BreakTest;
}

export interface BreakTest {
  readonly file: string;
  /** The test's title, as it stands in the source. */
  readonly title: string;
}

/** The id of the guarantee that is broken. */
export function guaranteeOf({ id }: Pick<Break, 'id'>): string {
  return id.slice(0, id.indexOf('-'));
}

/** How often a text stands in another one. */
export function occurrences(text: string, find: string): number {
  return text.split(find).length - 1;
}
