const FIRST_BYTES = 1024;
const GROWTH = 8;
const LAST_COPY_BYTES = 4 * 1024 * 1024;

/**
 * Collects the pieces of one packet into one contiguous buffer of at most `limit` bytes.
 *
 * Grows eightfold, and from 4 MiB on straight to the limit: memory that was never written to is not
 * resident, so what is over-allocated costs address space alone, no growth copies more than 4 MiB (some ms), and
 * nothing is joined at the end.
 */
export class PacketBuffer {
  readonly #limit: number;
  #bytes: Buffer | undefined;
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes collected so far. */
  get length(): number {
    return this.#length;
  }

  /** Copies `chunk[start, end)` to the end. The caller keeps the sum within the limit. */
  append(chunk: Buffer, start: number, end: number): void {
    const needed = this.#length + end - start;
    const target = this.#roomFor(needed);
    chunk.copy(target, this.#length, start, end);
    this.#length = needed;
  }

  /** The first `length` bytes, as a view that nothing writes to any more; the collection is empty then. */
  take(length: number): Buffer {
    const taken = (this.#bytes ?? Buffer.alloc(0)).subarray(0, length);
    this.clear();
    return taken;
  }

  /** Forgets what was collected. */
  clear(): void {
    this.#bytes = undefined;
    this.#length = 0;
  }

  #roomFor(needed: number): Buffer {
    const current = this.#bytes;
    if (current !== undefined && current.length >= needed) return current;
    let size = Math.max(FIRST_BYTES, current?.length ?? 0);
    while (size < needed) size = size >= LAST_COPY_BYTES ? this.#limit : size * GROWTH;
    const grown = Buffer.allocUnsafeSlow(Math.min(size, this.#limit));
    current?.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
    return grown;
  }
}
