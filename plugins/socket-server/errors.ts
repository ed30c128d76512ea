import { defineErrors, type ErrorEntry, type ErrorOptions, HeadframeError } from 'headframe';

const TABLE = {
  BAD_BASE64: {
    summary: 'A parameter is not base64.',
    fix: 'Send padded base64 of the standard alphabet, without line ends.',
  },
  BAD_FRAME: {
    summary: 'A frame breaks the rules of the framed dialect, and nothing behind it can be read.',
    fix: 'Compare what was sent with docs/reference/framed.md.',
  },
  BAD_JSON: { summary: 'A packet is not JSON.', fix: 'Send one JSON object in UTF-8, ended by PMEND.' },
  BAD_META: {
    summary: "A frame's meta does not fit its operation and flags.",
    fix: 'Compare the meta with the table of operations in docs/reference/framed.md.',
  },
  BAD_REQUEST: {
    summary: 'A packet is JSON, but no request.',
    fix: 'Send {"method": "…", "params": […]}.',
  },
  LISTEN_FAILED: {
    summary: 'The server cannot listen on its address.',
    fix: 'Set socket-server.host and socket-server.port to an address of this machine.',
  },
  NEEDS_HELLO: {
    summary: 'A framed client asked for something before it said who it is.',
    fix: 'Send the command hello first.',
  },
  PACKET_TOO_LARGE: {
    summary: 'A packet is larger than the server takes.',
    fix: 'Send less, or raise socket-server.maxPacketBytes.',
  },
  PLACES_REFUSED: {
    summary: 'A client did not show that it can read what only the user of the host can read.',
    fix: 'Go on without places: every value comes by the connection.',
  },
  PORT_BUSY: {
    summary: 'Another process listens on the port.',
    fix: 'End that process, or choose another socket-server.port; 0 takes a free one.',
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
  TOO_DEEP: {
    summary: 'A request is nested too deep.',
    fix: 'Nest less, or raise socket-server.maxNesting.',
  },
  TOO_LARGE: {
    summary: 'Something is larger than its limit.',
    fix: 'Send less, or raise the setting named.',
  },
  TOO_MANY_CONNECTIONS: {
    summary: 'The server has as many connections as it takes.',
    fix: 'Close some, or raise socket-server.maxConnections.',
  },
  TOO_MANY_KEYS: {
    summary: 'A request has too many keys or elements.',
    fix: 'Send fewer, or raise socket-server.maxKeys.',
  },
  UNAUTHENTICATED: {
    summary: 'The client has not shown a token that counts.',
    fix: 'Show the token that `headframe token show` prints on the host; framed clients read it from HEADFRAME_TOKEN.',
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
  code: ServerErrorCode | 'BAD_PARAMS',
  message: string,
  options?: ErrorOptions,
): HeadframeError {
  return new HeadframeError(code, message, options);
}
