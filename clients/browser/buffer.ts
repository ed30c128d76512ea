import { decodeText, type Encoding, encodeText, textLength, writeText } from './text.ts';

/** Arrays of bytes as they are made of a length, or of memory; without the static methods, which differ. */
const Bytes = Uint8Array as unknown as {
  new (length: number): Uint8Array<ArrayBuffer>;
  new (memory: ArrayBufferLike, offset?: number, length?: number): Uint8Array<ArrayBuffer>;
};

/**
 * What the client uses of Node's `Buffer`, for browsers: the same names, parameters and results. The bundle
 * for browsers has it in place of the global of that name.
 */
export class Buffer extends Bytes {
  static alloc(size: number): Buffer {
    return new Buffer(size);
  }

  static allocUnsafe(size: number): Buffer {
    return new Buffer(size);
  }

  static allocUnsafeSlow(size: number): Buffer {
    return new Buffer(size);
  }

  static of(...bytes: number[]): Buffer {
    return Buffer.from(bytes);
  }

  /** The bytes of a text, a copy of bytes, or a view of memory. */
  static from(memory: ArrayBufferLike, offset?: number, length?: number): Buffer;
  static from(source: string, encoding?: Encoding): Buffer;
  static from(source: ArrayLike<number>): Buffer;
  static from(
    source: ArrayBufferLike | ArrayLike<number> | string,
    detail?: number | Encoding,
    length?: number,
  ): Buffer {
    if (typeof source === 'string') {
      const { buffer, byteOffset, byteLength } = encodeText(source, detail as Encoding | undefined);
      return new Buffer(buffer, byteOffset, byteLength);
    }
    if (!('length' in source)) return new Buffer(source, detail as number | undefined, length);
    const copy = new Buffer(source.length);
    copy.set(source);
    return copy;
  }

  static isBuffer(value: unknown): value is Buffer {
    return value instanceof Buffer;
  }

  static byteLength(text: string, encoding?: Encoding): number {
    return textLength(text, encoding);
  }

  static concat(pieces: readonly Uint8Array[]): Buffer {
    let length = 0;
    for (const piece of pieces) length += piece.length;
    const whole = new Buffer(length);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  override toString(encoding?: Encoding, from = 0, to: number = this.length): string {
    return decodeText(from === 0 && to >= this.length ? this : this.subarray(from, to), encoding);
  }

  override subarray(from?: number, to?: number): Buffer {
    return super.subarray(from, to) as Buffer;
  }

  /** Copies bytes into `target`; gives how many had room. */
  copy(target: Uint8Array, targetFrom = 0, from = 0, to: number = this.length): number {
    const count = Math.max(0, Math.min(to - from, this.length - from, target.length - targetFrom));
    target.set(this.subarray(from, from + count), targetFrom);
    return count;
  }

  /** Writes a text; gives how many bytes had room. */
  write(text: string, at?: number, encoding?: Encoding): number;
  write(text: string, at: number, length: number, encoding?: Encoding): number;
  write(text: string, at = 0, detail?: number | Encoding, encoding?: Encoding): number {
    const room = typeof detail === 'number' ? this.subarray(at, at + detail) : this.subarray(at);
    return writeText(text, room, typeof detail === 'string' ? detail : encoding);
  }

  readUInt16LE(at: number): number {
    return this.#view(at, 2).getUint16(0, true);
  }

  readUInt32LE(at: number): number {
    return this.#view(at, 4).getUint32(0, true);
  }

  writeUInt16LE(value: number, at: number): number {
    this.#view(at, 2).setUint16(0, value, true);
    return at + 2;
  }

  writeUInt32LE(value: number, at: number): number {
    this.#view(at, 4).setUint32(0, value, true);
    return at + 4;
  }

  writeBigUInt64LE(value: bigint, at: number): number {
    this.#view(at, 8).setBigUint64(0, value, true);
    return at + 8;
  }

  writeDoubleLE(value: number, at: number): number {
    this.#view(at, 8).setFloat64(0, value, true);
    return at + 8;
  }

  #view(at: number, length: number): DataView {
    if (at < 0 || at + length > this.length)
      throw new RangeError(`${length} bytes at ${at} are out of range`);
    return new DataView(this.buffer, this.byteOffset + at, length);
  }
}

const STRICT = new TextDecoder('utf-8', { fatal: true });

/** Whether bytes are UTF-8: the function of that name of `node:buffer`. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    STRICT.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
