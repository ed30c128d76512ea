import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** What a long command said when it ran last. */
export interface Figure {
  /** The day, as in ISO 8601. */
  readonly date: string;
  readonly passed: boolean;
  /** How long it took, in seconds. */
  readonly seconds: number;
  /** The arguments that it was run with. */
  readonly args: readonly string[];
  readonly figure: string;
}

const FILE = 'test/long/figures.json';

/** The last figure of each long command that has run, by its name. */
export function readFigures(): Map<string, Figure> {
  return new Map(existsSync(FILE) ? Object.entries(JSON.parse(readFileSync(FILE, 'utf8'))) : []);
}

export function writeFigures(figures: ReadonlyMap<string, Figure>): void {
  const sorted = [...figures].sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}
