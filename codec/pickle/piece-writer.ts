import { Op } from './opcodes.ts';

const PIECE_BYTES = 64 * 1024;
/** From this many bytes on, a run of the source is handed out as a view instead of copied. */
const VIEW_BYTES = 16 * 1024;
/** Below this, a loop is quicker than a call of `set`. */
const LOOP_BYTES = 48;
const LONGEST_WRITE = 16;

/** Gathers bytes into pieces: small runs copied together, large ones as views on their source. */
export class PieceWriter {
  #pieces: Uint8Array[] = [];
  #piece = new Uint8Array(PIECE_BYTES);
  #length = 0;
  #from = 0;

  /** Whether `take` has something to give. */
  get ready(): boolean {
    return this.#pieces.length > 0;
  }

  /** The pieces gathered so far, in order; with `all`, also the one that is not full yet. */
  take(all = false): Uint8Array[] {
    if (all) this.#close();
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  byte(value: number): void {
    this.#room(1);
    this.#piece[this.#length++] = value;
  }

  protocol(protocol: number): void {
    this.#room(2);
    this.#piece[this.#length++] = Op.PROTO;
    this.#piece[this.#length++] = protocol;
  }

  /** An opcode on a memo index, in its short form when the index fits into a byte. */
  reference(short: number, long: number, index: number): void {
    this.#room(LONGEST_WRITE);
    if (index < 256) {
      this.#piece[this.#length++] = short;
      this.#piece[this.#length++] = index;
    } else {
      this.#piece[this.#length++] = long;
      this.#unsigned32(index);
    }
  }

  /** A text, as SHORT_BINUNICODE or BINUNICODE. */
  text(utf8: Uint8Array): void {
    this.#room(LONGEST_WRITE);
    if (utf8.length < 256) {
      this.#piece[this.#length++] = Op.SHORT_BINUNICODE;
      this.#piece[this.#length++] = utf8.length;
    } else {
      this.#piece[this.#length++] = Op.BINUNICODE;
      this.#unsigned32(utf8.length);
    }
    this.copy(utf8, 0, utf8.length);
  }

  /** The bytes of `source` between two offsets. */
  copy(source: Uint8Array, from: number, to: number): void {
    if (to - from >= VIEW_BYTES) {
      this.#close();
      this.#pieces.push(source.subarray(from, to));
    } else if (to - from >= LOOP_BYTES) {
      this.#room(to - from);
      this.#piece.set(source.subarray(from, to), this.#length);
      this.#length += to - from;
    } else if (to > from) {
      this.#room(to - from);
      for (let at = from; at < to; at++) this.#piece[this.#length++] = source[at] as number;
    }
  }

  #unsigned32(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.#piece[this.#length++] = (value >>> shift) & 0xff;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= PIECE_BYTES) return;
    this.#close();
    this.#piece = new Uint8Array(PIECE_BYTES);
    this.#length = 0;
    this.#from = 0;
  }

  /** Ends the piece at hand; what is left of its memory serves the next one. */
  #close(): void {
    if (this.#length > this.#from) this.#pieces.push(this.#piece.subarray(this.#from, this.#length));
    this.#from = this.#length;
  }
}
