/**
 * Why an HTTP request is refused: a status of RFC 9110 §15, and the reason for people. The code is `BAD_HTTP`, or
 * `PACKET_TOO_LARGE` for a line that is longer than the reader was told to take.
 */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly code: 'BAD_HTTP' | 'PACKET_TOO_LARGE';

  constructor(status: number, message: string, code: 'BAD_HTTP' | 'PACKET_TOO_LARGE' = 'BAD_HTTP') {
    super(message);
    this.status = status;
    this.code = code;
  }
}
