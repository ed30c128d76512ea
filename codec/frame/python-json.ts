import { FrameError } from './frame-error.ts';
import { DEFAULT_JSON_LIMITS } from './json-document.ts';
import { escapeTerminator } from './terminator.ts';

/** What an answer may hold. A Map is an object, for keys that an object literal would treat as its own. */
export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonValue[]
  | ReadonlyMap<string, JsonValue>
  | { readonly [key: string]: JsonValue };

const SHORT_ESCAPES = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** `text` without its non-ASCII characters: each UTF-16 unit as `\uXXXX`, lone surrogates too. */
export function escapeNonAscii(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, unicodeEscape);
}

/** A string as Python's `json.dumps` writes it, with every terminator in it escaped. */
export function pythonString(text: string): string {
  const escaped = text.replace(/["\\]|[^ -~]/g, (unit) => SHORT_ESCAPES.get(unit) ?? unicodeEscape(unit));
  return `"${escapeTerminator(escaped)}"`;
}

/**
 * JSON text as Python's `json.dumps` writes it: separators `", "` and `": "`, ASCII only, keys in their order,
 * and no terminator. Numbers are written as JavaScript writes them.
 *
 * @throws FrameError `BAD_JSON` for a number that is not finite, `TOO_DEEP` beyond 64 levels.
 */
export function pythonJson(value: JsonValue, depth = 0): string {
  if (typeof value === 'string') return pythonString(value);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new FrameError('BAD_JSON', `${value} cannot be written as JSON`);
  }
  if (value === null || typeof value !== 'object') return String(value);
  if (depth >= DEFAULT_JSON_LIMITS.maxDepth) {
    throw new FrameError(
      'TOO_DEEP',
      `JSON to be written is nested deeper than ${DEFAULT_JSON_LIMITS.maxDepth}`,
    );
  }
  if (isList(value)) return `[${value.map((element) => pythonJson(element, depth + 1)).join(', ')}]`;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return `{${entries.map(([key, member]) => `${pythonString(key)}: ${pythonJson(member, depth + 1)}`).join(', ')}}`;
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
