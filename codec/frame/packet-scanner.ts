import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  isSpace,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './ascii.ts';
import { findStringEnd } from './string-end.ts';
import { TERMINATOR_BYTES } from './terminator.ts';

/** What ends a packet: its terminator alone, or already the end of its JSON object. */
export type PacketEnd = 'terminator' | 'object';

const TERMINATOR_START = TERMINATOR_BYTES[0] ?? 0;
const isSearched = new Uint8Array(256);
for (const byte of [QUOTE, OPEN_BRACE, OPEN_BRACKET, CLOSE_BRACE, CLOSE_BRACKET, TERMINATOR_START]) {
  isSearched[byte] = 1;
}

/**
 * Finds where a packet ends, over chunks cut anywhere; holds no bytes, looks at each byte once.
 *
 * The terminator is looked for outside JSON strings, because names, providers and base64 may contain it.
 * A packet that does not begin with `{` or `[`, or in which a closing quote is followed by something that
 * cannot follow a string, is no JSON: it ends at the next terminator wherever that stands. So a packet with
 * a quote too many takes at most the packet after it along, and the one after that is read again.
 * With `end` `'object'` the packet also ends at the brace that closes it, and at once where it is found
 * to be broken.
 */
export class PacketScanner {
  readonly #stopAtObject: boolean;
  #place: 'start' | 'outside' | 'string' | 'broken' = 'start';
  #escaped = false;
  #afterString = false;
  #depth = 0;
  #matched = 0;
  #ended = false;

  constructor(end: PacketEnd) {
    this.#stopAtObject = end === 'object';
  }

  /** How many bytes, the last ones scanned, are the beginning of a terminator (5 when it was found). */
  get matched(): number {
    return this.#matched;
  }

  /** Makes ready for the next packet. */
  reset(): void {
    this.#place = 'start';
    this.#escaped = false;
    this.#afterString = false;
    this.#depth = 0;
    this.#matched = 0;
    this.#ended = false;
  }

  /** Goes on with `chunk` at `from`. Gives the index after the packet's last byte, or -1 if it goes on. */
  scan(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length) {
      at = this.#place === 'string' ? this.#scanString(chunk, at) : this.#scanOutside(chunk, at);
      if (this.#ended) return at;
    }
    return -1;
  }

  #scanString(chunk: Buffer, from: number): number {
    const end = findStringEnd(chunk, this.#escaped ? from + 1 : from);
    this.#escaped = end.escaped;
    if (end.closed) {
      this.#place = 'outside';
      this.#afterString = true;
    }
    return end.at;
  }

  /** Takes the next byte that matters; gives the index after it. */
  #scanOutside(chunk: Buffer, from: number): number {
    let at = from;
    if (this.#matched === 0 && !this.#afterString && this.#place !== 'start') {
      while (at < chunk.length && isSearched[chunk[at] ?? 0] === 0) at += 1;
      if (at === chunk.length) return at;
    }
    this.#take(chunk[at] ?? 0);
    return at + 1;
  }

  #take(byte: number): void {
    this.#matchTerminator(byte);
    if (this.#place === 'start') this.#checkStart(byte);
    if (this.#afterString) this.#checkAfterString(byte);
    if (this.#place === 'broken') this.#ended ||= this.#stopAtObject;
    else if (byte === QUOTE) this.#place = 'string';
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      this.#depth -= 1;
      this.#ended ||= this.#stopAtObject && this.#depth <= 0;
    }
  }

  #matchTerminator(byte: number): void {
    if (byte === TERMINATOR_BYTES[this.#matched]) this.#matched += 1;
    else this.#matched = byte === TERMINATOR_START ? 1 : 0;
    this.#ended = this.#matched === TERMINATOR_BYTES.length;
  }

  #checkStart(byte: number): void {
    if (isSpace(byte)) return;
    this.#place = byte === OPEN_BRACE || byte === OPEN_BRACKET ? 'outside' : 'broken';
  }

  #checkAfterString(byte: number): void {
    if (isSpace(byte) || this.#matched > 0) return;
    this.#afterString = false;
    const follows = byte === COMMA || byte === COLON || byte === CLOSE_BRACE || byte === CLOSE_BRACKET;
    if (!follows) this.#place = 'broken';
  }
}
