import type { WebSocket } from 'ws';

/** Why a WebSocket is closed: RFC 6455 §7.4.1. */
export const CLOSE_CODE = { normal: 1000, unsupportedData: 1003 } as const;

/** How long a client has to take the last bytes and to close, in ms. */
const LINGER_MS = 500;
/** RFC 6455 §5.5: a close frame has at most 125 bytes, two of them the code. */
const MAX_REASON_BYTES = 123;

/** Ends a WebSocket in bounded time, whatever its client does. */
export class WebSocketEnd {
  readonly #webSocket: WebSocket;
  #lingerTimer: NodeJS.Timeout | undefined;

  constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
    webSocket.on('close', () => clearTimeout(this.#lingerTimer));
  }

  /** Closes when what was written has gone out; the client has 500 ms for that. */
  close(code: number, reason: string): void {
    const text = Buffer.from(reason)
      .subarray(0, MAX_REASON_BYTES)
      .toString()
      .replace(/\ufffd+$/, '');
    this.#webSocket.resume();
    this.#webSocket.close(code, text);
    this.#lingerTimer = setTimeout(() => this.#webSocket.terminate(), LINGER_MS);
  }

  /** Resolves when it is closed. */
  async closed(): Promise<void> {
    if (this.#webSocket.readyState === this.#webSocket.CLOSED) return;
    await new Promise<void>((resolve) => this.#webSocket.once('close', () => resolve()));
  }
}
