import { on } from 'node:events';
import type { Socket } from 'node:net';

/** A message of the Chrome DevTools Protocol: an answer has an id, an event a method. */
export interface ProtocolMessage {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

const DEADLINE_MS = 180_000;
const LAST_TEXT = 0x81;
const MASKED = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/** JSON messages over the client's side of an upgraded connection (RFC 6455, section 5.2), unfragmented. */
export class WebSocketText {
  readonly #socket: Socket;
  readonly #messages: AsyncGenerator<ProtocolMessage, void>;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#messages = receive(socket);
  }

  /** The next message. */
  async next(): Promise<ProtocolMessage> {
    const { value, done } = await this.#messages.next();
    if (done) throw new Error('the connection has ended');
    return value;
  }

  send(text: string): void {
    const payload = Buffer.from(text);
    const isShort = payload.length < LENGTH_16;
    const head = Buffer.alloc(isShort ? 2 : 4);
    head[0] = LAST_TEXT;
    head[1] = MASKED | (isShort ? payload.length : LENGTH_16);
    if (!isShort) head.writeUInt16BE(payload.length, 2);
    // A client has to mask; a mask of zeros leaves the payload as it is.
    this.#socket.write(Buffer.concat([head, Buffer.alloc(4), payload]));
  }

  close(): void {
    this.#socket.destroy();
  }
}

async function* receive(socket: Socket): AsyncGenerator<ProtocolMessage, void> {
  let bytes = Buffer.alloc(0);
  const chunks = on(socket, 'data', { close: ['close'], signal: AbortSignal.timeout(DEADLINE_MS) });
  for await (const [chunk] of chunks) {
    bytes = Buffer.concat([bytes, chunk as Buffer]);
    for (let end = frameEnd(bytes); end <= bytes.length; end = frameEnd(bytes)) {
      if (bytes[0] === LAST_TEXT)
        yield JSON.parse(bytes.subarray(headLength(bytes), end).toString()) as ProtocolMessage;
      bytes = bytes.subarray(end);
    }
  }
}

function headLength(bytes: Buffer): number {
  if (bytes[1] === LENGTH_16) return 4;
  return bytes[1] === LENGTH_64 ? 10 : 2;
}

/** Where the first frame ends; infinity while that is not known. */
function frameEnd(bytes: Buffer): number {
  if (bytes.length < 2) return Number.POSITIVE_INFINITY;
  const head = headLength(bytes);
  if (bytes.length < head) return Number.POSITIVE_INFINITY;
  if (head === 4) return head + bytes.readUInt16BE(2);
  return head + (head === 10 ? Number(bytes.readBigUInt64BE(2)) : (bytes[1] ?? 0));
}
