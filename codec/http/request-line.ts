import { HttpError } from './http-error.ts';

/** The first line of a request, taken apart. */
export interface RequestLine {
  /** As it was sent, up to the question mark; with or without a slash in front. */
  readonly path: string;
  /** What follows the question mark, not unescaped; views of the line. */
  readonly query: ReadonlyMap<string, Buffer>;
}

const METHOD = 'GET ';
const MAX_PATH_BYTES = 256;
const MAX_PARAMETERS = 16;
const MAX_KEY_BYTES = 64;
const VERSION = /^HTTP\/1\.[01]$/;
const VERSION_BYTES = 'HTTP/1.1'.length;
const [SPACE, QUESTION_MARK, AMPERSAND, EQUALS_SIGN] = [0x20, 0x3f, 0x26, 0x3d];

/**
 * The path of a request whose line has begun; `undefined` while it may go on.
 *
 * @throws HttpError 405 for another method than GET, 414 for a path of more than 256 bytes, 400 for one that
 * holds other characters than visible ones of ASCII.
 */
export function pathOf(line: Uint8Array): string | undefined {
  const head = Buffer.from(line.subarray(0, METHOD.length + MAX_PATH_BYTES + 1)).toString('latin1');
  if (!METHOD.startsWith(head.slice(0, METHOD.length))) throw new HttpError(405, 'the method is not GET');
  const [path = ''] = head.slice(METHOD.length).split(/[ ?]/, 1);
  if (!/^[\x21-\x7e]*$/.test(path))
    throw new HttpError(400, 'the path holds a character that is not visible ASCII');
  if (path.length > MAX_PATH_BYTES)
    throw new HttpError(414, `the path has more than ${MAX_PATH_BYTES} bytes`);
  return METHOD.length + path.length < head.length ? path : undefined;
}

/**
 * Takes a request's line apart, as clients of PyMiner's last release write it: `GET`, a path with or without
 * a slash in front, parameters that are not escaped and may hold spaces, `HTTP/1.0` or `1.1`. The line comes without its end.
 *
 * @throws HttpError 400 for a line that is none, 505 for another version, and as {@link pathOf}.
 */
export function parseRequestLine(line: Buffer): RequestLine {
  const path = pathOf(line);
  if (path === undefined) throw new HttpError(400, 'the line of the request has no version');
  const from = METHOD.length + path.length;
  const versionAt = line.length - VERSION_BYTES;
  if (versionAt <= from || line[versionAt - 1] !== SPACE) {
    throw new HttpError(400, 'the line of the request has no version');
  }
  const version = line.toString('latin1', versionAt);
  if (!VERSION.test(version)) throw new HttpError(505, 'the version is neither HTTP/1.0 nor HTTP/1.1');
  if (line[from] === QUESTION_MARK)
    return { path, query: parseQuery(line.subarray(from + 1, versionAt - 1)) };
  if (from !== versionAt - 1) throw new HttpError(400, 'the path holds a space');
  return { path, query: new Map() };
}

function parseQuery(text: Buffer): Map<string, Buffer> {
  const query = new Map<string, Buffer>();
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf(AMPERSAND, at);
    const end = found < 0 ? text.length : found;
    addParameter(query, text.subarray(at, end));
    at = end + 1;
  }
  return query;
}

function addParameter(query: Map<string, Buffer>, text: Buffer): void {
  const found = text.indexOf(EQUALS_SIGN);
  const length = found < 0 ? text.length : found;
  if (length > MAX_KEY_BYTES)
    throw new HttpError(400, `a parameter's name has more than ${MAX_KEY_BYTES} bytes`);
  const key = text.toString('latin1', 0, length);
  if (query.has(key)) throw new HttpError(400, `the parameter ${JSON.stringify(key)} is there twice`);
  if (query.size === MAX_PARAMETERS)
    throw new HttpError(400, `there are more than ${MAX_PARAMETERS} parameters`);
  query.set(key, text.subarray(length + 1));
}
