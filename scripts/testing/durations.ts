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

/**
 * The files that took longest first, so that those which run at the same time end together. Before them come those that
 * are not known, in the order of `hint`: the folders whose files take long, the longest first.
 */
export function longestFirst(
  files: readonly string[],
  durations: Durations,
  hint: readonly string[] = [],
): string[] {
  const placeOf = (file: string): number => {
    const place = hint.findIndex((folder) => file.startsWith(folder));
    return place < 0 ? hint.length : place;
  };
  const known = (file: string): number => durations[file] ?? Number.POSITIVE_INFINITY;
  return [...files].sort((a, b) => {
    if (known(a) !== known(b)) return known(b) - known(a);
    return placeOf(a) - placeOf(b);
  });
}
