import { badPickle, CodecError } from '../errors.ts';

const REPLACEMENT = '\ufffd';
/** V8 holds no longer string than this many characters. */
const MAX_TEXT = 2 ** 29 - 24;
/** Texts up to this length are put together character by character, which is faster than a native call. */
const SHORT_TEXT = 10;

/**
 * UTF-8 as pickle writes text: with "surrogatepass", so that a lone surrogate is three bytes.
 *
 * @throws CodecError `BAD_PICKLE` for any other invalid UTF-8, `TOO_LARGE` for text of more than 2^29 - 24 bytes.
 */
export function decodeUtf8(bytes: Uint8Array, from = 0, to: number = bytes.length): string {
  if (to - from > MAX_TEXT) {
    throw new CodecError(
      'TOO_LARGE',
      `A text of ${to - from} bytes exceeds the longest string, ${MAX_TEXT}`,
      from,
    );
  }
  const view = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from);
  const text = view.toString('utf8');
  return text.includes(REPLACEMENT) ? decodeWithSurrogates(view, from) : text;
}

/** `decodeUtf8` for texts that are usually short. */
export function decodeText(bytes: Buffer, from: number, to: number): string {
  if (to - from > SHORT_TEXT) {
    if (to - from > MAX_TEXT) return decodeUtf8(bytes, from, to);
    const text = bytes.toString('utf8', from, to);
    return text.includes(REPLACEMENT) ? decodeUtf8(bytes, from, to) : text;
  }
  let text = '';
  for (let at = from; at < to; at++) {
    const code = bytes[at] as number;
    if (code > 0x7f) return decodeUtf8(bytes, from, to);
    text += String.fromCharCode(code);
  }
  return text;
}

/** Slow and strict: keeps every lone surrogate, and every real U+FFFD. */
function decodeWithSurrogates(bytes: Buffer, offset: number): string {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  let from = 0;
  try {
    for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
      const second = bytes[at + 1] ?? 0;
      const third = bytes[at + 2] ?? 0;
      if (second < 0xa0 || second > 0xbf || third < 0x80 || third > 0xbf) continue;
      const unit = 0xd000 | ((second & 0x3f) << 6) | (third & 0x3f);
      text += strict.decode(bytes.subarray(from, at));
      if (unit >= 0xdc00 && from === at && endsInHighSurrogate(text)) throw splitPair(offset + at);
      text += String.fromCharCode(unit);
      from = at + 3;
    }
    return text + strict.decode(bytes.subarray(from));
  } catch (error) {
    throw error instanceof CodecError ? error : badPickle('A text is not UTF-8', offset);
  }
}

function endsInHighSurrogate(text: string): boolean {
  const unit = text.charCodeAt(text.length - 1);
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** Python keeps two such code points apart from the one character that they would make in UTF-16. */
function splitPair(offset?: number): CodecError {
  return new CodecError(
    'NOT_CONVERTIBLE',
    'A str with a surrogate pair as two code points has no JavaScript form',
    offset,
  );
}

/** Protocol 0's text: Latin-1 with `\uXXXX` and `\UXXXXXXXX` for the rest (Python's raw-unicode-escape). */
export function decodeRawUnicodeEscape(line: string): string {
  if (!line.includes('\\')) return line;
  return line.replace(
    /(\\+)(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[uU])?/g,
    (all, slashes: string, sequence?: string) => {
      if (sequence === undefined || slashes.length % 2 === 0) return all;
      if (sequence.length === 1) throw badPickle('A \\u escape in a text is cut short', 0);
      const point = Number.parseInt(sequence.slice(1), 16);
      if (point > 0x10ffff) throw badPickle('An escape is beyond Unicode', 0);
      return slashes.slice(1) + String.fromCodePoint(point);
    },
  );
}

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
]);

/** A Python 2 string literal as STRING has it, quotes included; each byte becomes the Latin-1 character. */
export function decodeStringLiteral(line: string): string {
  return line.slice(1, -1).replace(/\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|.)/gs, (all, sequence: string) => {
    if (sequence.startsWith('x') && sequence.length === 3)
      return String.fromCharCode(Number.parseInt(sequence.slice(1), 16));
    if (/^[0-7]/.test(sequence)) return String.fromCharCode(Number.parseInt(sequence, 8) & 0xff);
    return SIMPLE_ESCAPES.get(sequence) ?? all;
  });
}
