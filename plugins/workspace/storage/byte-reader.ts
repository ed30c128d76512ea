const MAX_SHARED = 1000;
const shared = new Map<string, string>();

/** Reads what a `ByteWriter` wrote. Throws a `RangeError` where the bytes end too early. */
export class ByteReader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;

  constructor(bytes: Buffer, start = 0, end = bytes.byteLength) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get ended(): boolean {
    return this.#at >= this.#end;
  }

  u8(): number {
    return this.#bytes[this.#take(1)] ?? 0;
  }

  u32(): number {
    return this.#bytes.readUInt32LE(this.#take(4));
  }

  f64(): number {
    return this.#bytes.readDoubleLE(this.#take(8));
  }

  integer(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  text(): string {
    const tag = this.integer();
    const length = Math.floor(tag / 2);
    const start = this.#take(length);
    return this.#bytes.toString(tag % 2 === 1 ? 'utf16le' : 'utf8', start, start + length);
  }

  /** A text that comes again and again, such as the name of a provider: one string for all of them. */
  shortText(): string {
    const text = this.text();
    const known = shared.get(text);
    if (known !== undefined) return known;
    if (shared.size < MAX_SHARED) shared.set(text, text);
    return text;
  }

  /** Bytes of their own: they hold nothing else in memory. */
  bytes(): Buffer {
    const length = this.integer();
    const start = this.#take(length);
    return Buffer.from(this.#bytes.subarray(start, start + length));
  }

  #take(length: number): number {
    const start = this.#at;
    if (start + length > this.#end)
      throw new RangeError(`${length} bytes at ${start} reach beyond ${this.#end}`);
    this.#at = start + length;
    return start;
  }
}
