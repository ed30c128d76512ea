import { constants } from 'node:buffer';
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  isSpace,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './ascii.ts';
import { FrameError } from './frame-error.ts';
import type { JsonDocument } from './json-document.ts';
import { findStringEnd } from './string-end.ts';

export type JsonKind = 'string' | 'number' | 'object' | 'array' | 'true' | 'false' | 'null';

/** The inside of a string as it was written: a view of the packet. */
export interface RawText {
  readonly bytes: Buffer;
  /** Whether it holds backslash escapes; without, the bytes are the text's UTF-8. */
  readonly hasEscapes: boolean;
}

/**
 * One value of a checked JSON document, not parsed: `bytes[start, end)` is its text, from its first
 * character to its last. It keeps the document's bytes alive; copy what is to live longer.
 */
export class JsonSlice {
  readonly #document: JsonDocument;
  readonly start: number;
  readonly end: number;
  readonly kind: JsonKind;

  constructor(document: JsonDocument, start: number) {
    this.#document = document;
    this.start = start;
    this.end = endOfValue(document, start);
    this.kind = kindOf(document.bytes[start] ?? 0);
  }

  /** The whole document that this is a part of. */
  get bytes(): Buffer {
    return this.#document.bytes;
  }

  /** A view of the value's own JSON text, digits and spaces as they were sent. */
  source(): Buffer {
    return this.bytes.subarray(this.start, this.end);
  }

  /**
   * The value by `JSON.parse`.
   *
   * @throws FrameError `PACKET_TOO_LARGE` when its text exceeds the engine's longest string (2^29 - 24).
   */
  parse(): unknown {
    if (this.end - this.start > constants.MAX_STRING_LENGTH) {
      throw new FrameError(
        'PACKET_TOO_LARGE',
        `a JSON value of ${this.end - this.start} bytes is too long to parse`,
      );
    }
    return JSON.parse(this.bytes.toString('utf8', this.start, this.end));
  }

  /**
   * The inside of a string, unparsed.
   *
   * @throws FrameError `BAD_JSON` when this is no string.
   */
  rawText(): RawText {
    this.#expect('string');
    const bytes = this.bytes.subarray(this.start + 1, this.end - 1);
    const span = this.#document.spans.get(this.start);
    return { bytes, hasEscapes: span === undefined ? bytes.includes(BACKSLASH) : span.hasEscapes };
  }

  /**
   * The members of an object, unparsed. Of equal keys the last one counts, and stands in the first one's place.
   *
   * @throws FrameError `BAD_JSON` when this is no object.
   */
  members(): Map<string, JsonSlice> {
    this.#expect('object');
    const members = new Map<string, JsonSlice>();
    for (let at = this.#next(this.start + 1); this.bytes[at] !== CLOSE_BRACE; ) {
      const key = new JsonSlice(this.#document, at);
      const value = new JsonSlice(this.#document, this.#next(this.#next(key.end) + 1));
      members.set(String(key.parse()), value);
      at = this.#afterComma(value.end);
    }
    return members;
  }

  /**
   * The elements of an array, unparsed.
   *
   * @throws FrameError `BAD_JSON` when this is no array, `TOO_MANY_KEYS` when it has more elements than
   * the document's limit of keys.
   */
  elements(): JsonSlice[] {
    this.#expect('array');
    const { maxKeys } = this.#document.limits;
    const elements: JsonSlice[] = [];
    for (let at = this.#next(this.start + 1); this.bytes[at] !== CLOSE_BRACKET; ) {
      if (elements.length === maxKeys) {
        throw new FrameError('TOO_MANY_KEYS', `a JSON list has more than ${maxKeys} elements`);
      }
      const value = new JsonSlice(this.#document, at);
      elements.push(value);
      at = this.#afterComma(value.end);
    }
    return elements;
  }

  #next(from: number): number {
    let at = from;
    while (isSpace(this.bytes[at])) at += 1;
    return at;
  }

  #afterComma(from: number): number {
    const at = this.#next(from);
    return this.bytes[at] === COMMA ? this.#next(at + 1) : at;
  }

  #expect(kind: JsonKind): void {
    if (this.kind !== kind)
      throw new FrameError('BAD_JSON', `${kind} expected at byte ${this.start}, not ${this.kind}`);
  }
}

function endOfValue({ bytes, end, spans }: JsonDocument, start: number): number {
  const span = spans.get(start);
  if (span !== undefined) return span.end;
  let depth = 0;
  for (let at = start; at < end; ) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = findStringEnd(bytes, at + 1).at;
    else if (depth === 0 && isDelimiter(byte)) return at;
    else {
      at += 1;
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
      if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
      else continue;
    }
    if (depth === 0) return at;
  }
  return end;
}

function isDelimiter(byte: number): boolean {
  return byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || isSpace(byte);
}

function kindOf(first: number): JsonKind {
  switch (first) {
    case QUOTE:
      return 'string';
    case OPEN_BRACE:
      return 'object';
    case OPEN_BRACKET:
      return 'array';
    case 0x74:
      return 'true';
    case 0x66:
      return 'false';
    case 0x6e:
      return 'null';
    default:
      return 'number';
  }
}
