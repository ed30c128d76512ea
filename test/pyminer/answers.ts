/** A request of one dialect, as `send_requests.py` takes it: a method with parameters, or a packet of any text. */
export type Request =
  | { readonly method: string; readonly params: readonly unknown[] | object }
  | { readonly text: string };

/** An answer's text without the spaces in front of its terminator. */
export function trimmed(answer: string): string {
  return answer.replace(/ +$/, '');
}

/** A request by method, with positional parameters. */
export function call(method: string, ...params: unknown[]): Request {
  return { method, params };
}

/** Base64 of bytes. */
export function base64(...bytes: readonly number[]): string {
  return Buffer.from(bytes).toString('base64');
}

/** Base64 of Python's pickle of 5 in protocol 4, 8 bytes without a frame. */
export const FIVE = 'gARLBS4=';
