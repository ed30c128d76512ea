import { median } from './median.ts';

/** Rates, of which more is better, and times and amounts, of which less is. */
export type Unit = '/s' | 'MB/s' | 'µs' | 'ms' | 's' | 'MB';

/** Ours beside a peer on the same work, measured in turns: a value for each turn. */
export interface Comparison {
  readonly label: string;
  readonly unit: Unit;
  readonly ours: readonly number[];
  /** Whose the other values are; a bound that must be held is one value of the peer `bound`. */
  readonly peer: string;
  readonly theirs: readonly number[];
  /** The least ratio that is wanted; above 1 is in our favour. */
  readonly goal?: number;
}

/** A comparison as `bench/run.ts` reads it, a line of JSON each: medians, their ratio, and the span of the turns' ratios. */
export interface Finding {
  readonly label: string;
  readonly unit: Unit;
  readonly peer: string;
  readonly ours: number;
  readonly theirs: number;
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly goal?: number;
}

/** Whether a benchmark was asked for lines of JSON instead of a table. */
export const isJson: boolean = process.argv.includes('--json');

/** The arguments of a benchmark but for `--json`. */
export const benchArguments: readonly string[] = process.argv.slice(2).filter((each) => each !== '--json');

/** What a comparison comes to. */
export function findingOf({ label, unit, peer, ours, theirs, goal }: Comparison): Finding {
  const isRate = unit === '/s' || unit === 'MB/s';
  const ratioOf = (mine: number, other: number): number => (isRate ? mine / other : other / mine);
  const turns = ours.map((mine, turn) => ratioOf(mine, theirs[turn] ?? median(theirs)));
  const medians = { ours: median(ours), theirs: median(theirs) };
  const ratio = ratioOf(medians.ours, medians.theirs);
  const span = { low: Math.min(...turns), high: Math.max(...turns) };
  return { label, unit, peer, ...medians, ratio, ...span, ...(goal === undefined ? {} : { goal }) };
}

/** Prints a comparison for `bench/run.ts`. */
export function printFinding(comparison: Comparison): void {
  process.stdout.write(`${JSON.stringify(findingOf(comparison))}\n`);
}
