/** The reasons of RFC 9110 §15 and RFC 6585 §5. */
const REASONS: ReadonlyMap<number, string> = new Map([
  [200, 'OK'],
  [400, 'Bad Request'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [405, 'Method Not Allowed'],
  [409, 'Conflict'],
  [413, 'Content Too Large'],
  [414, 'URI Too Long'],
  [431, 'Request Header Fields Too Large'],
  [500, 'Internal Server Error'],
  [501, 'Not Implemented'],
  [503, 'Service Unavailable'],
  [504, 'Gateway Timeout'],
  [505, 'HTTP Version Not Supported'],
]);

/** What stands in front of an answer's body. */
export interface ResponseHead {
  readonly status: number;
  readonly contentType: string;
  /** Of the body, in bytes. */
  readonly contentLength: number;
  /** Further headers. What is not visible ASCII in their values is shown as `?`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client of PyMiner's last release throws away what its first read gives, which is up to this many bytes. */
const FIRST_READ_BYTES = 1024;
const MAX_VALUE_LENGTH = 256;
const PADDING = 'X-Pad: ';
const END = '\r\n\r\n';

/**
 * Writes status line and headers of the only answer on a connection (RFC 9112).
 *
 * They are padded so that the empty line behind them stands beyond byte 1024: what a client finds behind the first empty
 * line, in all but the first 1024 bytes, is the body and nothing else.
 */
export function encodeResponseHead({
  status,
  contentType,
  contentLength,
  headers = {},
}: ResponseHead): Buffer {
  const lines = [
    `HTTP/1.1 ${status} ${REASONS.get(status) ?? ''}`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${contentLength}`,
    'Connection: close',
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Cross-Origin-Resource-Policy: same-origin',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${visible(value)}`),
  ];
  const text = `${lines.join('\r\n')}\r\n${PADDING}`;
  return Buffer.from(`${text.padEnd(FIRST_READ_BYTES, '.')}${END}`, 'latin1');
}

function visible(value: string): string {
  return value.slice(0, MAX_VALUE_LENGTH).replace(/[^\x20-\x7e]/g, '?');
}
