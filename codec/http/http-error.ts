/** Why an HTTP request is refused: a status of RFC 9110 §15, and its reason for people. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly code = 'BAD_HTTP';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
