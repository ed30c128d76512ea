/** The HTTP of PyMiner's last release: bytes in, requests out; answers in, bytes out. Nothing here does I/O. */

export type { Headers } from './headers.ts';
export { HttpError } from './http-error.ts';
export { encodeHttpMessage, type MessageInPieces } from './message.ts';
export { type HttpRequest, HttpRequestReader } from './request-reader.ts';
export { encodeResponseHead, type ResponseHead } from './response-head.ts';
