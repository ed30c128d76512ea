import { Op } from './opcodes.ts';
import { twosComplement } from './twos-complement.ts';

const LEAST_SIZE = 1024;
const MOST_AT_FIRST = 2 ** 24;
const LARGEST_BLOCK = 2 ** 20;
/** Payloads from this size up are not copied until the end. */
const APART = 64 * 1024;
const SHORT_ASCII = 32;
/** Up to this length copying byte by byte is faster than a native call. */
const SHORT_COPY = 48;

/** The bytes of a pickle being written: opcodes with their operands. */
export class EncodeOutput {
  readonly #chunks: Uint8Array[] = [];
  #bytes: Buffer;
  #view: DataView;
  #start = 0;
  #length = 0;

  /** @param expected About how many bytes will be written: what is not written to costs no memory. */
  constructor(expected = 0) {
    this.#bytes = Buffer.allocUnsafe(Math.min(Math.max(expected, LEAST_SIZE), MOST_AT_FIRST));
    this.#view = viewOf(this.#bytes);
  }

  op(opcode: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = opcode;
  }

  opByte(opcode: number, operand: number): void {
    this.#reserve(2);
    this.#bytes[this.#length++] = opcode;
    this.#bytes[this.#length++] = operand;
  }

  /** BININT1, BININT2, BININT or LONG1, whichever is shortest. `value` is a safe integer. */
  integer(value: number): void {
    this.#reserve(10);
    const bytes = this.#bytes;
    let at = this.#length;
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
    this.#length = at;
  }

  /** LONG1 or LONG4: two's complement, as few bytes as hold it. */
  bigInteger(value: bigint): void {
    const bytes = twosComplement(value);
    const size = bytes.length;
    if (size < 256) this.opByte(Op.LONG1, size);
    else this.op4(Op.LONG4, size);
    this.raw(bytes);
  }

  float(value: number): void {
    this.#reserve(9);
    this.#bytes[this.#length] = Op.BINFLOAT;
    this.#view.setFloat64(this.#length + 1, value);
    this.#length += 9;
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
    this.#reserve(size);
    this.#length += this.#bytes.write(value, this.#length, 'utf8');
  }

  /** Text that is already UTF-8: `bytes[from..to)`. */
  utf8(bytes: Uint8Array, from = 0, to: number = bytes.length): void {
    const size = to - from;
    this.#textHead(size);
    if (size > SHORT_COPY) {
      this.raw(bytes.subarray(from, to));
      return;
    }
    this.#reserve(size);
    const target = this.#bytes;
    let at = this.#length;
    for (let i = from; i < to; i++) target[at++] = bytes[i] as number;
    this.#length = at;
  }

  bytes(value: Uint8Array): void {
    if (value.length < 256) this.opByte(Op.SHORT_BINBYTES, value.length);
    else if (value.length < 2 ** 32) this.op4(Op.BINBYTES, value.length);
    else this.#op8(Op.BINBYTES8, value.length);
    this.raw(value);
  }

  /** MEMOIZE was written `index` times before: a reference to that object. */
  get(index: number): void {
    if (index < 256) this.opByte(Op.BINGET, index);
    else this.op4(Op.LONG_BINGET, index);
  }

  op4(opcode: number, operand: number): void {
    this.#reserve(5);
    this.#bytes[this.#length] = opcode;
    this.#length = this.#bytes.writeUInt32LE(operand, this.#length + 1);
  }

  /** Appends bytes as they are; big ones are not copied before `take`. */
  raw(value: Uint8Array): void {
    if (value.length >= APART) {
      this.#cut();
      this.#chunks.push(value);
      return;
    }
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** All that was written. */
  take(): Buffer {
    if (this.#chunks.length === 0) return this.#bytes.subarray(0, this.#length);
    this.#cut();
    return Buffer.concat(this.#chunks);
  }

  #cut(): void {
    if (this.#length > this.#start) this.#chunks.push(this.#bytes.subarray(this.#start, this.#length));
    this.#start = this.#length;
  }

  #textHead(size: number): void {
    if (size < 256) this.opByte(Op.SHORT_BINUNICODE, size);
    else if (size < 2 ** 32) this.op4(Op.BINUNICODE, size);
    else this.#op8(Op.BINUNICODE8, size);
  }

  #shortAscii(value: string): boolean {
    const { length } = value;
    this.#reserve(length + 2);
    const bytes = this.#bytes;
    const at = this.#length + 2;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return false;
      bytes[at + i] = code;
    }
    bytes[at - 2] = Op.SHORT_BINUNICODE;
    bytes[at - 1] = length;
    this.#length = at + length;
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

  #op8(opcode: number, operand: number): void {
    this.#reserve(9);
    this.#bytes[this.#length] = opcode;
    this.#length = this.#bytes.writeBigUInt64LE(BigInt(operand), this.#length + 1);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    this.#cut();
    this.#bytes = Buffer.allocUnsafe(Math.max(more, Math.min(this.#bytes.length * 2, LARGEST_BLOCK)));
    this.#view = viewOf(this.#bytes);
    this.#start = 0;
    this.#length = 0;
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
