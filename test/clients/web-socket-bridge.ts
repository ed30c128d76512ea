import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { WebSocketServer } from 'ws';

/** Pieces that messages are cut into, so that heads and values are cut anywhere. */
const PIECE_BYTES = 977;

/** Carries the bytes of WebSockets to a host's port and back, in messages that are cut anywhere. */
export class WebSocketBridge implements AsyncDisposable {
  readonly #server: WebSocketServer;
  /** The longest message that came, in bytes. */
  longest = 0;

  private constructor(server: WebSocketServer, port: number) {
    this.#server = server;
    server.on('connection', (socket) => {
      const host = connect(port, '127.0.0.1');
      socket.on('message', (data: Buffer) => {
        this.longest = Math.max(this.longest, data.length);
        host.write(data);
      });
      socket.on('close', () => host.destroy());
      host.on('data', (data) => {
        const step = data.length > 100 * PIECE_BYTES ? data.length : PIECE_BYTES;
        for (let at = 0; at < data.length; at += step) socket.send(data.subarray(at, at + step));
      });
      host.on('error', () => socket.terminate());
      host.on('close', () => socket.close());
    });
  }

  /** Stands before a port of this machine. */
  static async before(port: number): Promise<WebSocketBridge> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    return new WebSocketBridge(server, port);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/framed`;
  }

  /** Ends all connections, without a word; later ones are taken again. */
  cut(): void {
    for (const socket of this.#server.clients) socket.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
