/** Objects that an outline leaves out of a container; among a dict's entries, keys and values both count. */
export class Elided {
  readonly count: number;

  constructor(count: number) {
    this.count = count;
  }
}

/** A long text of which an outline has only the beginning. */
export class ElidedText {
  readonly beginning: string;
  /** Bytes of the whole text in its document. */
  readonly bytes: number;

  constructor(beginning: string, bytes: number) {
    this.beginning = beginning;
    this.bytes = bytes;
  }
}

/** How many items a list or a set has, those left out included. */
export function itemCount(items: Iterable<unknown>): number {
  let count = 0;
  for (const item of items) count += item instanceof Elided ? item.count : 1;
  return count;
}
