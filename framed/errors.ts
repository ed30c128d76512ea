import { defineErrors, type ErrorEntry, type ErrorOptions, HeadframeError } from 'headframe';

const TABLE = {
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
  NEEDS_HELLO: {
    summary: 'A framed client asked for something before it said who it is.',
    fix: 'Send the command hello first.',
  },
  PLACES_REFUSED: {
    summary: 'A client did not show that it can read what only the user of the host can read.',
    fix: 'Go on without places: every value comes by the connection.',
  },
  TOO_DEEP: {
    summary: 'A request is nested too deep.',
    fix: 'Nest less, or raise the setting maxNesting of the plugin that took it.',
  },
  TOO_LARGE: {
    summary: 'Something is larger than its limit.',
    fix: 'Send less, or raise the setting named.',
  },
  TOO_MANY_CONNECTIONS: {
    summary: 'The server has as many connections as it takes.',
    fix: 'Close some, or raise the setting named.',
  },
  TOO_MANY_KEYS: {
    summary: 'A request has too many keys or elements.',
    fix: 'Send fewer, or raise the setting maxKeys of the plugin that took it.',
  },
  UNAUTHENTICATED: {
    summary: 'The client has not shown a token that counts.',
    fix: 'Show the token that `headframe token show` prints on the host; framed clients read it from HEADFRAME_TOKEN.',
  },
} as const satisfies Record<string, ErrorEntry>;

/** The codes of requests and sessions, which every transport of requests answers with. */
export type FramedErrorCode = keyof typeof TABLE;

/** Makes these codes known, each with what to do about it. */
export function defineFramedErrors(): void {
  defineErrors(TABLE);
}

/** An error of a request or a session; `data` holds JSON values. */
export function framedError(
  code: FramedErrorCode | 'BAD_PARAMS',
  message: string,
  options?: ErrorOptions,
): HeadframeError {
  return new HeadframeError(code, message, options);
}
