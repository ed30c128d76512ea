/** Beside these, what Node holds is somebody's: a histogram of a host that has ended stays until it is collected. */
const NOBODYS = ['Immediate', 'IntervalHistogram'];

/** The kinds of what keeps this process alive, sorted, but for those that are `ignored`. */
export function heldHandles(...ignored: readonly string[]): string[] {
  return process
    .getActiveResourcesInfo()
    .filter((kind) => !NOBODYS.includes(kind) && !ignored.includes(kind))
    .sort();
}
