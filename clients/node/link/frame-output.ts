import { FRAME_KIND, HEAD_BYTES, lengthOf, writeHead } from '../../../codec/frame/framed/index.ts';
import type { Transport } from './transport.ts';

const BUFFER_BYTES = 64 * 1024;
/** Pieces of a payload from this size are sent from where they are; shorter ones are copied. */
const OWN_PIECE_BYTES = 16 * 1024;
/** The longest UTF-8 form of one UTF-16 unit. */
const UTF8_BYTES = 3;

/** The fields of a request's head. */
export interface RequestHead {
  readonly operation: number;
  readonly flags: number;
  readonly id: number;
}

/** A payload: bytes in pieces, or a short text to be written as UTF-8. */
export type Payload = readonly Uint8Array[] | string;

/**
 * Gathers the frames of one turn of the event loop and sends them together.
 *
 * Small frames are written into one buffer, which is used again when the transport has taken it at once.
 */
export class FrameOutput {
  readonly #transport: Transport;
  readonly #flush = (): void => this.#send();
  #buffer: Buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  /** What of the buffer stands in `#pieces` already, and what has been written. */
  #sent = 0;
  #used = 0;
  #pieces: Uint8Array[] = [];
  #isDeferred = false;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Bytes outside of frames. */
  bytes(text: string): void {
    this.#reserve(text.length);
    this.#used += this.#buffer.write(text, this.#used, 'latin1');
    this.#defer();
  }

  /** A request whose meta is a text, as a name or JSON. */
  request(head: RequestHead, meta: string, payload: Payload = []): void {
    this.frame(FRAME_KIND.request, head, NO_BYTES, meta, payload);
  }

  /** A frame whose meta is bytes and then a text. */
  frame(kind: number, head: RequestHead, metaStart: Uint8Array, metaText: string, payload: Payload): void {
    const longestText = metaText.length * UTF8_BYTES;
    const isText = typeof payload === 'string';
    this.#reserve(HEAD_BYTES + metaStart.length + longestText + (isText ? payload.length * UTF8_BYTES : 0));
    const buffer = this.#buffer;
    const start = this.#used;
    let at = start + HEAD_BYTES;
    if (metaStart.length > 0) {
      buffer.set(metaStart, at);
      at += metaStart.length;
    }
    at += buffer.write(metaText, at);
    const metaLength = at - start - HEAD_BYTES;
    let payloadLength: number;
    if (isText) {
      payloadLength = buffer.write(payload, at);
      at += payloadLength;
    } else payloadLength = payload.length === 0 ? 0 : lengthOf(payload);
    const { operation, flags, id } = head;
    writeHead(buffer, { kind, operation, flags, id, metaLength, payloadLength }, start);
    this.#used = at;
    if (!isText) for (const piece of payload) this.#piece(piece);
    this.#defer();
  }

  #piece(piece: Uint8Array): void {
    if (piece.length < OWN_PIECE_BYTES) {
      this.#reserve(piece.length);
      this.#buffer.set(piece, this.#used);
      this.#used += piece.length;
      return;
    }
    this.#take();
    this.#pieces.push(piece);
  }

  /** Makes room for so many bytes in a row. */
  #reserve(bytes: number): void {
    if (this.#used + bytes <= this.#buffer.length) return;
    this.#take();
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(BUFFER_BYTES, bytes));
    this.#used = 0;
    this.#sent = 0;
  }

  /** What has been written since the last time becomes a piece. */
  #take(): void {
    if (this.#used > this.#sent) this.#pieces.push(this.#buffer.subarray(this.#sent, this.#used));
    this.#sent = this.#used;
  }

  #defer(): void {
    if (this.#isDeferred) return;
    this.#isDeferred = true;
    this.#transport.defer(this.#flush);
  }

  #send(): void {
    this.#isDeferred = false;
    this.#take();
    const pieces = this.#pieces;
    this.#pieces = [];
    const isTaken = this.#transport.write(pieces);
    if (!isTaken) this.#buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
    this.#used = 0;
    this.#sent = 0;
  }
}

const NO_BYTES = new Uint8Array(0);
