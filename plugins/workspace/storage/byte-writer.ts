const SURROGATE = /[\ud800-\udfff]/;
/** A text of so many characters of ASCII has a length that is one byte. */
const SHORT_TEXT = 63;
const FIRST_NOT_ASCII = 0x80;
const FIRST_BYTES = 64 * 1024;
/** A buffer that has grown beyond this is not kept for the next use. */
const KEPT_BYTES = 1024 * 1024;

/**
 * Builds a sequence of bytes, to be read by `ByteReader`. Integers are LEB128 (unsigned, up to 2^53),
 * fixed numbers little endian.
 */
export class ByteWriter {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Begins anew, with room in front for a header of so many bytes. */
  reset(header = 0): void {
    if (this.#bytes.byteLength > KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
    this.#length = header;
  }

  u8(value: number): void {
    this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  u32(value: number): void {
    this.#grow(4);
    this.#length = this.#bytes.writeUInt32LE(value, this.#length);
  }

  f64(value: number): void {
    this.#grow(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  integer(value: number): void {
    this.#grow(8);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** UTF-8, or UTF-16 where lone surrogates have to be kept; the length says which. */
  text(value: string): void {
    if (value.length > SHORT_TEXT || !this.#shortText(value)) this.#anyText(value);
  }

  /** Bytes with their length in front. */
  bytes(value: Uint8Array): void {
    this.integer(value.byteLength);
    this.#grow(value.byteLength);
    this.#bytes.set(value, this.#length);
    this.#length += value.byteLength;
  }

  /** What was written, valid until the next `reset`. */
  written(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Writes a text of ASCII without asking what it is; false, and nothing is written, for any other. */
  #shortText(value: string): boolean {
    const { length } = value;
    this.#grow(1 + length);
    const bytes = this.#bytes;
    let at = this.#length + 1;
    for (let index = 0; index < length; index++) {
      const unit = value.charCodeAt(index);
      if (unit >= FIRST_NOT_ASCII) return false;
      bytes[at++] = unit;
    }
    bytes[this.#length] = 2 * length;
    this.#length = at;
    return true;
  }

  #anyText(value: string): void {
    const wide = SURROGATE.test(value);
    const length = wide ? 2 * value.length : Buffer.byteLength(value);
    this.integer(2 * length + (wide ? 1 : 0));
    this.#grow(length);
    this.#bytes.write(value, this.#length, length, wide ? 'utf16le' : 'utf8');
    this.#length += length;
  }

  #grow(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.byteLength) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.byteLength));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
