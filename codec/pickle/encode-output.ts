import { bytesHead } from './bytes-head.ts';
import { APART, EncodeBytes } from './encode-bytes.ts';
import { Op } from './opcodes.ts';
import { twosComplement } from './twos-complement.ts';

const SHORT_ASCII = 32;
/** BINFLOAT with its operand. */
const MOST_OF_NUMBER = 9;
/** Up to this length copying byte by byte is faster than a native call. */
const SHORT_COPY = 48;

/** The bytes of a pickle being written: opcodes with their operands. */
export class EncodeOutput extends EncodeBytes {
  /** BININT1, BININT2, BININT or LONG1, whichever is shortest. `value` is a safe integer. */
  integer(value: number): void {
    this.reserve(10);
    const bytes = this.block;
    let at = this.length;
    if (value >= 0 && value <= 0xff) {
      bytes[at++] = Op.BININT1;
      bytes[at++] = value;
    } else if (value >= 0 && value <= 0xffff) {
      bytes[at++] = Op.BININT2;
      bytes[at++] = value & 0xff;
      bytes[at++] = value >> 8;
    } else if (value === (value | 0)) {
      bytes[at++] = Op.BININT;
      bytes[at++] = value & 0xff;
      bytes[at++] = (value >> 8) & 0xff;
      bytes[at++] = (value >> 16) & 0xff;
      bytes[at++] = value >>> 24;
    } else {
      this.bigInteger(BigInt(value));
      return;
    }
    this.length = at;
  }

  /** LONG1 or LONG4: two's complement, as few bytes as hold it. */
  bigInteger(value: bigint): void {
    const bytes = twosComplement(value);
    const size = bytes.length;
    if (size < 256) this.opByte(Op.LONG1, size);
    else this.op4(Op.LONG4, size);
    this.raw(bytes);
  }

  /** Writes the numbers that `items[from..to)` begins with, as `integer` and `float` do; gives the index of what follows. */
  numbers(items: readonly unknown[], from: number, to: number): number {
    this.reserve((to - from) * MOST_OF_NUMBER);
    const bytes = this.block;
    const view = this.view;
    let at = this.length;
    let i = from;
    for (; i < to; i++) {
      const value = items[i];
      if (typeof value !== 'number') break;
      if (value === (value | 0) && (value !== 0 || 1 / value > 0)) {
        if (value >>> 16 !== 0) {
          bytes[at] = Op.BININT;
          view.setInt32(at + 1, value, true);
          at += 5;
        } else if (value > 0xff) {
          bytes[at] = Op.BININT2;
          bytes[at + 1] = value & 0xff;
          bytes[at + 2] = value >> 8;
          at += 3;
        } else {
          bytes[at] = Op.BININT1;
          bytes[at + 1] = value;
          at += 2;
        }
      } else if (Number.isSafeInteger(value) && value !== 0) break;
      else {
        bytes[at] = Op.BINFLOAT;
        view.setFloat64(at + 1, value);
        at += 9;
      }
    }
    this.length = at;
    return i;
  }

  float(value: number): void {
    this.reserve(9);
    this.block[this.length] = Op.BINFLOAT;
    this.view.setFloat64(this.length + 1, value);
    this.length += 9;
  }

  text(value: string): void {
    if (value.length <= SHORT_ASCII && this.#shortAscii(value)) return;
    const size = Buffer.byteLength(value, 'utf8');
    if (value.length !== size && /\p{Surrogate}/u.test(value)) {
      this.#withSurrogates(value);
      return;
    }
    this.#textHead(size);
    if (size >= APART) {
      this.raw(Buffer.from(value, 'utf8'));
      return;
    }
    this.reserve(size);
    this.length += this.block.write(value, this.length, 'utf8');
  }

  /** Text that is already UTF-8: `bytes[from..to)`. */
  utf8(bytes: Uint8Array, from = 0, to: number = bytes.length): void {
    const size = to - from;
    this.#textHead(size);
    if (size > SHORT_COPY) {
      this.raw(bytes.subarray(from, to));
      return;
    }
    this.reserve(size);
    const target = this.block;
    let at = this.length;
    for (let i = from; i < to; i++) target[at++] = bytes[i] as number;
    this.length = at;
  }

  bytes(value: Uint8Array): void {
    if (value.length < 256) this.opByte(Op.SHORT_BINBYTES, value.length);
    else this.raw(bytesHead(value.length));
    this.raw(value);
  }

  /** MEMOIZE was written `index` times before: a reference to that object. */
  get(index: number): void {
    if (index < 256) this.opByte(Op.BINGET, index);
    else this.op4(Op.LONG_BINGET, index);
  }

  #textHead(size: number): void {
    if (size < 256) this.opByte(Op.SHORT_BINUNICODE, size);
    else this.op4(Op.BINUNICODE, size);
  }

  #shortAscii(value: string): boolean {
    const { length } = value;
    this.reserve(length + 2);
    const bytes = this.block;
    const at = this.length + 2;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return false;
      bytes[at + i] = code;
    }
    bytes[at - 2] = Op.SHORT_BINUNICODE;
    bytes[at - 1] = length;
    this.length = at + length;
    return true;
  }

  /** Lone surrogates become three bytes each, as Python's "surrogatepass" does. */
  #withSurrogates(value: string): void {
    const parts = value.split(/(\p{Surrogate})/u).map((part, i) => {
      if (i % 2 === 0) return Buffer.from(part, 'utf8');
      const unit = part.charCodeAt(0);
      return Buffer.of(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
    });
    this.utf8(Buffer.concat(parts));
  }
}
