import { Op } from './opcodes.ts';

const FIRST_SIZE = 4096;
/** Up to this length copying byte by byte is faster than a native call. */
const SHORT = 48;

/** Bytes that grow: what the normalising pass writes. */
export class NormaliseOutput {
  #bytes = Buffer.allocUnsafe(FIRST_SIZE);
  #length = 0;

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

  /** A put at a memo index, in its short form when the index fits into a byte. */
  put(index: number): void {
    if (index < 256) {
      this.two(Op.BINPUT, index);
      return;
    }
    this.one(Op.LONG_BINPUT);
    this.unsigned32(index);
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
