import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { FileOutcome } from './file-outcome.ts';

/** How long the files of tests took when they ran last, in seconds. */
export type Durations = Readonly<Record<string, number>>;

/** Those of a run before, which `saveDurations` has kept; none where there was no such run. */
export function readDurations(file: string): Durations {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Durations) : {};
}

/** Keeps how long the files took. */
export function saveDurations(file: string, outcomes: readonly FileOutcome[]): void {
  const durations = Object.fromEntries(outcomes.map(({ file: name, seconds }) => [name, seconds]));
  writeFileSync(file, JSON.stringify(durations));
}
