import { connect, type Socket } from 'node:net';

/** How a short connection of the classic dialect opens, and how many bytes answer that. */
export const OPENING = { bytes: Buffer.from('request_data'), answerBytes: 'conn_established'.length };

const TERMINATOR = Buffer.from('PMEND');
const HEAD_BYTES = 64;
const EXCHANGE_MS = 60_000;

/** An answer: its length with terminator, and its first bytes. */
export interface Answer {
  readonly length: number;
  readonly head: string;
}

/** Every connection reads into this: one is open at a time. */
const shared = Buffer.allocUnsafeSlow(256 * 1024);

/** One connection, on which one request is sent at a time. */
export class Exchange {
  readonly #socket: Socket;
  #length = 0;
  #head = '';
  #tail = Buffer.alloc(0);
  #isComplete: () => boolean = () => false;
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  private constructor(port: number) {
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: { buffer: shared, callback: (size) => this.#take(size) },
    });
    this.#socket.setTimeout(EXCHANGE_MS, () => this.#socket.destroy(new Error('no answer')));
    this.#socket.on('error', (error) => this.#reject(error));
    this.#socket.on('close', () => this.#reject(new Error('the server closed the connection')));
  }

  /** Connects and sends the opening; resolves when that is answered. */
  static async open(port: number): Promise<Exchange> {
    const exchange = new Exchange(port);
    await exchange.#send(OPENING.bytes, () => exchange.#length >= OPENING.answerBytes);
    return exchange;
  }

  /** Sends a request; resolves with the answer, which ends where a read ends with the terminator. */
  async request(packet: Buffer): Promise<Answer> {
    await this.#send(packet, () => this.#tail.equals(TERMINATOR));
    return { length: this.#length, head: this.#head };
  }

  close(): void {
    this.#socket.removeAllListeners('close').destroy();
  }

  #send(bytes: Buffer, isComplete: () => boolean): Promise<void> {
    this.#length = 0;
    this.#head = '';
    this.#tail = Buffer.alloc(0);
    this.#isComplete = isComplete;
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#socket.write(bytes);
    });
  }

  #take(size: number): boolean {
    const chunk = shared.subarray(0, size);
    if (this.#head.length < HEAD_BYTES) {
      this.#head += chunk.toString('latin1', 0, HEAD_BYTES - this.#head.length);
    }
    this.#length += size;
    this.#tail = Buffer.concat([this.#tail, chunk.subarray(-TERMINATOR.length)]).subarray(-TERMINATOR.length);
    if (this.#isComplete()) this.#resolve();
    return true;
  }
}
