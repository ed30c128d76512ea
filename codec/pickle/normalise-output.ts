const LEAST_SIZE = 4096;
const MOST_AT_FIRST = 2 ** 24;
/** Up to this length copying byte by byte is faster than a native call. */
const SHORT = 48;

/** Bytes that grow: what the normalising pass writes. */
export class NormaliseOutput {
  #bytes: Buffer;
  #length = 0;

  /** @param expected about how many bytes will be written */
  constructor(expected: number) {
    this.#bytes = Buffer.allocUnsafe(Math.min(Math.max(expected, LEAST_SIZE), MOST_AT_FIRST));
  }

  get length(): number {
    return this.#length;
  }

  /** Appends `source[from..to)`. */
  copy(source: Uint8Array, from: number, to: number): void {
    const length = to - from;
    if (length <= 0) return;
    this.#reserve(length);
    if (length > SHORT) this.#bytes.set(source.subarray(from, to), this.#length);
    else for (let i = 0; i < length; i++) this.#bytes[this.#length + i] = source[from + i] as number;
    this.#length += length;
  }

  one(a: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = a;
  }

  two(a: number, b: number): void {
    this.#reserve(2);
    this.#bytes[this.#length++] = a;
    this.#bytes[this.#length++] = b;
  }

  three(a: number, b: number, c: number): void {
    this.#reserve(3);
    this.#bytes[this.#length++] = a;
    this.#bytes[this.#length++] = b;
    this.#bytes[this.#length++] = c;
  }

  unsigned32(value: number): void {
    this.#reserve(4);
    this.#length = this.#bytes.writeUInt32LE(value, this.#length);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  /** All that was written, without copying. */
  take(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
