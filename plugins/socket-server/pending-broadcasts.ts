/** One broadcast: its JSON text without terminator, and what it is about. */
export interface Broadcast {
  /** Of two waiting broadcasts with the same subject, the later one makes the earlier one needless. */
  readonly subject: string;
  readonly bytes: Buffer;
}

/** Memory that a waiting broadcast takes besides its text, which subscribers share; in bytes, roughly. */
const OVERHEAD_BYTES = 64;

/** The broadcasts that wait for one subscriber, in order. */
export class PendingBroadcasts {
  readonly #waiting = new Map<number, Broadcast>();
  readonly #latest = new Map<string, number>();
  #number = 0;
  #bytes = 0;

  /** How many wait. */
  get count(): number {
    return this.#waiting.size;
  }

  /** Bytes that they take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds one at the end. With `collapse` it replaces one of the same subject; true when it did. */
  push(broadcast: Broadcast, collapse: boolean): boolean {
    const earlier = collapse ? this.#latest.get(broadcast.subject) : undefined;
    if (earlier !== undefined) this.#remove(earlier);
    const number = this.#number++;
    this.#waiting.set(number, broadcast);
    this.#latest.set(broadcast.subject, number);
    this.#bytes += broadcast.bytes.length + OVERHEAD_BYTES;
    return earlier !== undefined;
  }

  /** The texts of the first ones, at most `count`. */
  first(count: number): Buffer[] {
    const texts: Buffer[] = [];
    for (const { bytes } of this.#waiting.values()) {
      if (texts.length === count) break;
      texts.push(bytes);
    }
    return texts;
  }

  /** Takes the first `count` away. */
  drop(count: number): void {
    let left = count;
    for (const number of this.#waiting.keys()) {
      if (left === 0) return;
      this.#remove(number);
      left -= 1;
    }
  }

  /** Takes all away. */
  clear(): void {
    this.drop(this.count);
  }

  #remove(number: number): void {
    const broadcast = this.#waiting.get(number);
    if (!broadcast) return;
    this.#waiting.delete(number);
    if (this.#latest.get(broadcast.subject) === number) this.#latest.delete(broadcast.subject);
    this.#bytes -= broadcast.bytes.length + OVERHEAD_BYTES;
  }
}
