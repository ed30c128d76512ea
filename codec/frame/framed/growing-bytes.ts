/** Memory that is taken at once for what a peer has only announced. */
const TRUSTED_BYTES = 1024 * 1024;

/**
 * Bytes of an announced length that come in pieces.
 *
 * A length alone takes no memory. From the first byte on there is room for all of them, or for 1 MiB; for the
 * rest when that has come. So most values are never copied within, and whoever wants more memory has to send.
 */
export class GrowingBytes {
  readonly #length: number;
  #bytes: Buffer | undefined;
  #filled = 0;

  constructor(length: number) {
    this.#length = length;
  }

  /** How many are still to come. */
  get missing(): number {
    return this.#length - this.#filled;
  }

  /** Takes what it needs of `chunk` from `at` on; gives how many bytes that were. */
  take(chunk: Buffer, at: number): number {
    let taken = 0;
    while (this.missing > 0 && at + taken < chunk.length) {
      const room = this.room();
      const count = Math.min(room.length, chunk.length - at - taken);
      chunk.copy(room, 0, at + taken, at + taken + count);
      this.#filled += count;
      taken += count;
    }
    return taken;
  }

  /** Where the next bytes go: not empty while some are missing. Say with {@link filled} how many were put there. */
  room(): Buffer {
    const bytes = this.#bytes;
    if (bytes !== undefined && this.#filled < bytes.length) return bytes.subarray(this.#filled);
    const size = bytes === undefined ? Math.min(this.#length, TRUSTED_BYTES) : this.#length;
    const grown = Buffer.allocUnsafeSlow(size);
    bytes?.copy(grown);
    this.#bytes = grown;
    return grown.subarray(this.#filled);
  }

  /** `count` bytes were put into the room. */
  filled(count: number): void {
    this.#filled += count;
  }

  /** All bytes, when none is missing. */
  get whole(): Buffer {
    return this.#bytes ?? Buffer.alloc(0);
  }
}
