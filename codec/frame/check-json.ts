import { BACKSLASH, QUOTE } from './ascii.ts';
import { JsonChecker } from './json-checker.ts';
import type { JsonLimits } from './json-document.ts';

/** Longer texts are left to the checker, which has a loop of its own for them. */
const SHORT_BYTES = 1024;
/** Digits that every whole number may have. */
const SHORT_DIGITS = 15;
/** Documents up to this length are remembered, the last one that was whole: many values have the same beside raw data. */
const REMEMBERED_BYTES = 128;
const SPACE = 0x20;
const DELETE = 0x7f;
const ZERO = 0x30;
const NINE = 0x39;

/**
 * Checks at once that bytes are one JSON document, as {@link JsonChecker} does in steps; what most small values
 * are, a short text or a whole number, is told without one.
 *
 * @throws FrameError `BAD_JSON`, `TOO_DEEP` or `TOO_MANY_KEYS`, each with the place in bytes.
 */
export function checkJson(bytes: Uint8Array, limits: Partial<JsonLimits> = {}): void {
  if (isShortText(bytes) || isShortNumber(bytes) || isLast(bytes, limits)) return;
  new JsonChecker(bytes, limits).step(Number.POSITIVE_INFINITY);
  if (bytes.length <= REMEMBERED_BYTES) last = { bytes: Uint8Array.from(bytes), limits };
}

/** The last short document that was whole, within which limits. */
let last: { readonly bytes: Uint8Array; readonly limits: Partial<JsonLimits> } | undefined;

function isLast(bytes: Uint8Array, limits: Partial<JsonLimits>): boolean {
  if (last?.limits !== limits || last.bytes.length !== bytes.length) return false;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== last.bytes[at]) return false;
  return true;
}

/** A text of printable ASCII without escapes. */
function isShortText(bytes: Uint8Array): boolean {
  const last = bytes.length - 1;
  if (last < 1 || last > SHORT_BYTES || bytes[0] !== QUOTE || bytes[last] !== QUOTE) return false;
  for (let at = 1; at < last; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < SPACE || byte >= DELETE || byte === QUOTE || byte === BACKSLASH) return false;
  }
  return true;
}

/** A whole number that is not negative. */
function isShortNumber(bytes: Uint8Array): boolean {
  const { length } = bytes;
  if (length === 0 || length > SHORT_DIGITS || (length > 1 && bytes[0] === ZERO)) return false;
  for (const byte of bytes) if (byte < ZERO || byte > NINE) return false;
  return true;
}
