import { decodeText } from './decode-text.ts';

/**
 * Reads a normalised pickle for pickleparser, and for the functions that it calls. Of pickleparser's `IReader` it has
 * all but `uint64` and `skip`: normalising takes out the opcodes with 8-byte lengths, frames among them.
 *
 * Text is exact where pickleparser's own reader is not: a byte order mark stays, lone surrogates stay, Python 2's byte
 * strings are Latin-1. Other invalid UTF-8 throws `BAD_PICKLE`.
 */
export class DecodeReader {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    return this.#bytes[this.#position++] as number;
  }

  bytes(length: number): Uint8Array {
    const { buffer, byteOffset } = this.#bytes;
    const view = new Uint8Array(buffer, byteOffset + this.#position, length);
    this.#position += length;
    return view;
  }

  uint16(): number {
    const at = this.#position;
    this.#position = at + 2;
    return (this.#bytes[at] as number) | ((this.#bytes[at + 1] as number) << 8);
  }

  int32(): number {
    const bytes = this.#bytes;
    const at = this.#position;
    this.#position = at + 4;
    return (
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    );
  }

  uint32(): number {
    return this.int32() >>> 0;
  }

  float64(): number {
    const value = this.#view.getFloat64(this.#position);
    this.#position += 8;
    return value;
  }

  /** A double as the normalising pass writes it. */
  place(): number {
    const value = this.#view.getFloat64(this.#position, true);
    this.#position += 8;
    return value;
  }

  string(size: number, encoding: 'ascii' | 'utf-8'): string {
    const from = this.#position;
    const to = from + size;
    this.#position = to;
    if (encoding !== 'utf-8') return this.#bytes.toString('latin1', from, to);
    return decodeText(this.#bytes, from, to);
  }

  /** A line without its line feed, as Latin-1. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#position);
    const text = this.#bytes.toString('latin1', this.#position, end);
    this.#position = end + 1;
    return text;
  }

  hasNext(): boolean {
    return this.#position < this.#bytes.length;
  }
}
