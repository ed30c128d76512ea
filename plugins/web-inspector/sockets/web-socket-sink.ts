import type { Duplex } from 'node:stream';
import type { ByteSink } from 'headframe/framed';
import { WebSocket } from 'ws';

/** What a client reads gladly before it is given more. */
const HIGH_WATER_BYTES = 64 * 1024;
const BINARY = { binary: true, compress: false };

/** A WebSocket as what it carries: bytes, each piece in a message of its own. */
export class WebSocketSink implements ByteSink {
  readonly #webSocket: WebSocket;
  readonly #socket: Duplex;

  /** `socket` is what the WebSocket writes to. */
  constructor(webSocket: WebSocket, socket: Duplex) {
    this.#webSocket = webSocket;
    this.#socket = socket;
  }

  get writable(): boolean {
    return this.#webSocket.readyState === WebSocket.OPEN;
  }

  get writableLength(): number {
    return this.#webSocket.bufferedAmount;
  }

  write(bytes: Uint8Array, taken?: () => void): boolean {
    this.#webSocket.send(bytes, BINARY, () => taken?.());
    return this.writableLength < HIGH_WATER_BYTES;
  }

  cork(): void {
    this.#socket.cork();
  }

  uncork(): void {
    this.#socket.uncork();
  }

  destroy(error: Error): void {
    this.#socket.destroy(error);
  }
}
