import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Shape } from './echo-server.ts';
import type { Yardstick } from './yardstick.ts';

/** As many bytes as a set and a get of 100 bytes take in the framed dialect, both ways. */
const SHAPES = {
  set: { requestBytes: 150, answerBytes: 32 },
  get: { requestBytes: 30, answerBytes: 150 },
} as const;

/** Exchanges bytes with the bare server over one connection and Node's sockets as they are: what a round trip takes at least. */
export class BareClient {
  readonly #path: string;
  readonly #server: Yardstick;
  #socket: Socket | undefined;
  #request = Buffer.alloc(0);
  #missing = 0;
  #answered: () => void = () => undefined;

  constructor(path: string, server: Yardstick) {
    this.#path = path;
    this.#server = server;
  }

  /** One exchange; all of a client are of one kind. */
  async exchange(kind: keyof typeof SHAPES): Promise<void> {
    const { requestBytes, answerBytes } = SHAPES[kind];
    const socket = this.#socket ?? (await this.#open({ requestBytes, answerBytes }));
    this.#missing = answerBytes;
    await new Promise<void>((resolve) => {
      this.#answered = resolve;
      socket.write(this.#request);
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  async #open(lengths: Pick<Shape, 'requestBytes' | 'answerBytes'>): Promise<Socket> {
    await this.#server.expect({ openingBytes: 0, openingAnswerBytes: 0, ...lengths });
    this.#request = Buffer.alloc(lengths.requestBytes, 'r');
    const buffer = Buffer.allocUnsafeSlow(64 * 1024);
    const callback = (count: number): boolean => {
      this.#missing -= count;
      if (this.#missing === 0) this.#answered();
      return true;
    };
    const socket = connect({ path: this.#path, onread: { buffer, callback } });
    this.#socket = socket;
    await once(socket, 'connect');
    return socket;
  }
}
