import { OPEN_BRACE } from './ascii.ts';

/** What the first bytes of a connection are; `incomplete` asks for more of them. */
export type FirstBytes =
  | 'classic-long'
  | 'classic-short'
  | 'named'
  | 'framed'
  | 'http'
  | 'tls'
  | 'garbage'
  | 'incomplete';

export interface Recognition {
  readonly is: FirstBytes;
  /** Bytes that were the preamble and are done with: those of `long_conn` or `request_data`, else 0. */
  readonly consumed: number;
}

const TLS_HANDSHAKE = 0x16;
const HTTP_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'PRI'];

const OPENINGS: ReadonlyArray<{ readonly text: string; readonly is: FirstBytes; readonly consumed: number }> =
  [
    { text: 'long_conn', is: 'classic-long', consumed: 'long_conn'.length },
    { text: 'request_data', is: 'classic-short', consumed: 'request_data'.length },
    { text: 'headframe', is: 'framed', consumed: 0 },
    ...HTTP_METHODS.map((method) => ({ text: `${method} `, is: 'http' as const, consumed: 0 })),
  ];
const LONGEST = Math.max(...OPENINGS.map(({ text }) => text.length));

/**
 * Tells by its first bytes which dialect a peer speaks.
 *
 * `bytes` is everything received so far. While it is `incomplete` (a proper prefix of an opening, at most 11
 * bytes), hold it and ask again with more. The request may follow the opening in the same segment: it begins
 * at `consumed`. HTTP methods are those of RFC 9110 §9, PATCH (RFC 5789) and HTTP/2's `PRI` (RFC 9113 §3.4);
 * 0x16 is the record type of a TLS handshake (RFC 8446 §5.1).
 */
export function recognise(bytes: Uint8Array): Recognition {
  const [first] = bytes;
  if (first === undefined) return { is: 'incomplete', consumed: 0 };
  if (first === OPEN_BRACE) return { is: 'named', consumed: 0 };
  if (first === TLS_HANDSHAKE) return { is: 'tls', consumed: 0 };
  const head = String.fromCharCode(...bytes.subarray(0, LONGEST));
  for (const { text, is, consumed } of OPENINGS) {
    if (head.startsWith(text)) return { is, consumed };
  }
  const is = OPENINGS.some(({ text }) => text.startsWith(head)) ? 'incomplete' : 'garbage';
  return { is, consumed: 0 };
}
