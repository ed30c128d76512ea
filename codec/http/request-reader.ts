import { PacketBuffer } from '../frame/packet-buffer.ts';
import { type Headers, parseHeaders } from './headers.ts';
import { HttpError } from './http-error.ts';
import { parseRequestLine, pathOf, type RequestLine } from './request-line.ts';

/** A request without a body: its line and its headers. */
export interface HttpRequest extends RequestLine {
  readonly headers: Headers;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** As much of a line as its path can reach into. */
const HEAD_BYTES = 512;
const MAX_HEADER_BYTES = 8192;
const END = '\r\n\r\n';

/**
 * Reads one request of PyMiner's HTTP generation (`parseRequestLine`), whatever the pieces that it comes in.
 * What follows its headers is overlooked.
 */
export class HttpRequestReader {
  readonly #maxLineBytes: number;
  readonly #line: PacketBuffer;
  #head: Buffer = Buffer.alloc(0);
  #path: string | undefined;
  #parsed: RequestLine | undefined;
  /** Begins as the end of the line does, so that an empty block ends as any other. */
  #headers = '\r\n';

  /** `maxLineBytes` bounds the request's line: 8 KiB are added for headers. */
  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
    this.#line = new PacketBuffer(maxLineBytes + 1);
  }

  /** The path, as soon as it is known. */
  get path(): string | undefined {
    return this.#path;
  }

  /**
   * Takes the next bytes; gives the request when they complete it. Then it is over.
   *
   * @throws HttpError as `parseRequestLine` and `parseHeaders`; 414 for a line and 431 for a header block
   * that are too long, 400 for a line that does not end with CR and LF.
   */
  push(chunk: Buffer): HttpRequest | undefined {
    if (this.#parsed) return this.#pushHeaders(this.#parsed, chunk);
    const found = chunk.indexOf(LINE_FEED);
    const end = found < 0 ? chunk.length : found;
    this.#appendLine(chunk, end);
    if (found < 0) return undefined;
    this.#parsed = this.#parseLine();
    return this.#pushHeaders(this.#parsed, chunk.subarray(found + 1));
  }

  #appendLine(chunk: Buffer, end: number): void {
    if (this.#path === undefined) {
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, Math.min(end, HEAD_BYTES))]);
      this.#path = pathOf(this.#head);
    }
    // One byte more than the line's own: the CR.
    if (this.#line.length + end > this.#maxLineBytes + 1) {
      const text = `the line of the request has more than ${this.#maxLineBytes} bytes`;
      throw new HttpError(414, text, 'PACKET_TOO_LARGE');
    }
    this.#line.append(chunk, 0, end);
  }

  #parseLine(): RequestLine {
    const { length } = this.#line;
    const line = this.#line.take(length);
    if (line[length - 1] !== CARRIAGE_RETURN) {
      throw new HttpError(400, 'the line of the request does not end with CR and LF');
    }
    return parseRequestLine(line.subarray(0, length - 1));
  }

  #pushHeaders(line: RequestLine, chunk: Buffer): HttpRequest | undefined {
    const from = Math.max(0, this.#headers.length - END.length);
    this.#headers += chunk.toString('latin1', 0, MAX_HEADER_BYTES + 1);
    const end = this.#headers.indexOf(END, from);
    if ((end < 0 ? this.#headers.length : end) > MAX_HEADER_BYTES) {
      throw new HttpError(431, `the headers have more than ${MAX_HEADER_BYTES} bytes`);
    }
    if (end < 0) return undefined;
    // The line's memory is the request's from here on.
    this.#parsed = undefined;
    return { ...line, headers: parseHeaders(this.#headers.slice(2, Math.max(2, end))) };
  }
}
