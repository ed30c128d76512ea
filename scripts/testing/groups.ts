import { dirname } from 'node:path';
import type { Durations } from './durations.ts';

/** How many files a process runs at most: what they leave behind in its memory stays. */
const MOST = 12;

/**
 * The files of a folder, in groups each of which is run by a process: to load what they share takes longer than most
 * of them. Those of `alone` are groups by themselves.
 */
export function groupsOf(files: readonly string[], alone: ReadonlySet<string> = new Set()): string[][] {
  const groups: string[][] = [];
  const open = new Map<string, string[]>();
  for (const file of files) {
    const folder = dirname(file);
    let group = alone.has(file) ? undefined : open.get(folder);
    if (!group || group.length === MOST) {
      group = [];
      groups.push(group);
      if (!alone.has(file)) open.set(folder, group);
    }
    group.push(file);
  }
  return groups;
}

/**
 * The groups that took longest first, so that those which run at the same time end together. Before them come those
 * of which not every file is known, in the order of `hint`: the folders whose files take long, the longest first.
 */
export function longestFirst(
  groups: readonly string[][],
  durations: Durations,
  hint: readonly string[] = [],
): string[][] {
  const placeOf = ([file = '']: readonly string[]): number => {
    const place = hint.findIndex((folder) => file.startsWith(folder));
    return place < 0 ? hint.length : place;
  };
  const known = (group: readonly string[]): number =>
    group.reduce((sum, file) => sum + (durations[file] ?? Number.POSITIVE_INFINITY), 0);
  return [...groups].sort((a, b) => {
    if (known(a) !== known(b)) return known(b) - known(a);
    return placeOf(a) - placeOf(b);
  });
}
