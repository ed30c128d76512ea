const MAX_SHARED = 1000;
const shared = new Map<string, string>();
/** The one that was read last, with its length in front: the next one is mostly the same. */
let last: Uint8Array = new Uint8Array();
let lastText = '';

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

  /** Where the next byte stands. */
  get at(): number {
    return this.#at;
  }

  set at(position: number) {
    this.#at = position;
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
    const start = this.#at;
    if (this.#repeats(start)) return lastText;
    const text = this.text();
    const known = shared.get(text) ?? text;
    if (shared.size < MAX_SHARED) shared.set(known, known);
    last = Uint8Array.prototype.slice.call(this.#bytes, start, this.#at);
    lastText = known;
    return known;
  }

  /** Passes over a text. */
  passText(): void {
    this.#take(Math.floor(this.integer() / 2));
  }

  /** Bytes of their own: they hold nothing else in memory. */
  bytes(): Buffer {
    const length = this.integer();
    const start = this.#take(length);
    return Buffer.from(this.#bytes.subarray(start, start + length));
  }

  /** Passes over the text that was read last as a short one, if it stands here again. */
  #repeats(start: number): boolean {
    const { length } = last;
    if (length === 0 || start + length > this.#end) return false;
    for (let index = 0; index < length; index++) {
      if (this.#bytes[start + index] !== last[index]) return false;
    }
    this.#at = start + length;
    return true;
  }

  /** Passes over bytes with their length in front; gives that. */
  passBytes(): number {
    const length = this.integer();
    this.#take(length);
    return length;
  }

  #take(length: number): number {
    const start = this.#at;
    if (start + length > this.#end)
      throw new RangeError(`${length} bytes at ${start} reach beyond ${this.#end}`);
    this.#at = start + length;
    return start;
  }
}
