import { HttpError } from './http-error.ts';

/** Headers by their names in lower case, each with its values in order. */
export type Headers = ReadonlyMap<string, readonly string[]>;

const MAX_HEADERS = 64;
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Takes the lines of a header block apart (RFC 9112 §5); `text` is in Latin-1 and without the empty line.
 *
 * @throws HttpError 400 for a line that is no header, a folded one (§5.2) too, 431 for more than 64.
 */
export function parseHeaders(text: string): Headers {
  const headers = new Map<string, string[]>();
  if (text === '') return headers;
  const lines = text.split('\r\n');
  if (lines.length > MAX_HEADERS) throw new HttpError(431, `there are more than ${MAX_HEADERS} headers`);
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon));
    if (!NAME.test(name) || !VALUE.test(line.slice(colon + 1))) {
      throw new HttpError(400, `${JSON.stringify(line.slice(0, 64))} is no header`);
    }
    const key = name.toLowerCase();
    const value = line.slice(colon + 1).trim();
    const values = headers.get(key);
    if (values) values.push(value);
    else headers.set(key, [value]);
  }
  return headers;
}
