import { readdirSync, readFileSync } from 'node:fs';

/** Beside these, what Node holds is somebody's: a histogram of a host that has ended stays until it is collected. */
const NOBODYS = ['Immediate', 'IntervalHistogram'];

/** The kinds of what keeps this process alive, sorted, but for those that are `ignored`. */
export function heldHandles(...ignored: readonly string[]): string[] {
  return process
    .getActiveResourcesInfo()
    .filter((kind) => !NOBODYS.includes(kind) && !ignored.includes(kind))
    .sort();
}

/** How many files and folders this process watches, by what Linux says of its inotify descriptors (inotify(7)). */
export function watchedPaths(): number {
  const folder = '/proc/self/fdinfo';
  const infos = readdirSync(folder).map((descriptor) => {
    try {
      return readFileSync(`${folder}/${descriptor}`, 'utf8');
    } catch {
      // That of the listing itself, which is closed by now.
      return '';
    }
  });
  return infos.join('').match(/^inotify wd:/gm)?.length ?? 0;
}
