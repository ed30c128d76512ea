import { defineErrors, type ErrorEntry, type ErrorOptions, HeadframeError } from 'headframe';
import type { FramedErrorCode } from 'headframe/framed';

const TABLE = {
  BAD_BASE64: {
    summary: 'A parameter is not base64.',
    fix: 'Send padded base64 of the standard alphabet, without line ends.',
  },
  BAD_HTTP: {
    summary: "What came is no request of PyMiner's HTTP, or asks for what there is not.",
    fix: 'Compare the request with the paths in docs/reference/pyminer-clients.md.',
  },
  HTTP_REFUSED: {
    summary: "A request of PyMiner's HTTP is one that a browser or a proxy could have sent.",
    fix: 'Send it from a program on this machine, without further headers.',
  },
  PACKET_TOO_LARGE: {
    summary: 'A packet is larger than the server takes.',
    fix: 'Send less, or raise socket-server.maxPacketBytes.',
  },
  REMOTE_TEXT_REFUSED: {
    summary: 'The text dialects know no authentication and are for clients on this machine.',
    fix: 'Use a framed client with a token, or set socket-server.allowRemoteText to true and requireToken to false.',
    exitCode: 78,
  },
  SOCKET_BUSY: {
    summary: 'The path of the Unix socket is taken.',
    fix: 'End the process that listens there, or set socket-server.unixSocket to false.',
  },
  TLS_FAILED: {
    summary: 'The certificate for TLS, or its key, cannot be used.',
    fix: 'Set socket-server.tls.cert and socket-server.tls.key to PEM files that the host can read, or tls to null.',
    exitCode: 78,
  },
  TOKEN_MISSING: {
    summary: 'Clients need a token, and the server can neither read nor make any.',
    fix: 'See the message; set socket-server.host to 127.0.0.1 and requireToken to false to do without.',
    exitCode: 78,
  },
} as const satisfies Record<string, ErrorEntry>;

/** The codes that the socket server adds to the host's. */
export type ServerErrorCode = keyof typeof TABLE;

/** Makes the server's codes known, each with what to do about it. */
export function defineServerErrors(): void {
  defineErrors(TABLE);
}

/** An error of the server; `data` holds JSON values. */
export function serverError(
  code: ServerErrorCode | FramedErrorCode | 'BAD_PARAMS' | 'LISTEN_FAILED',
  message: string,
  options?: ErrorOptions,
): HeadframeError {
  return new HeadframeError(code, message, options);
}
