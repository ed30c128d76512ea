import { once } from 'node:events';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { DEADLINE_MS } from './until.ts';

const TERMINATOR = 'PMEND';

/** A raw client: it sends bytes as told and hands out what comes. */
export class Peer {
  readonly socket: Socket;
  /** Resolves when the server has closed, or the connection has broken. */
  readonly closed: Promise<void>;
  #text = '';
  #isClosed = false;
  #changed: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#add(chunk.toString('latin1')));
    // A reset is one of the ways in which a connection ends.
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.#isClosed = true;
        this.#add('');
        resolve();
      });
    });
  }

  /** Connects to any address: TCP, or the path of a Unix socket. */
  static async to(options: NetConnectOpts): Promise<Peer> {
    const socket = connect(options);
    const peer = new Peer(socket);
    await once(socket, 'connect');
    return peer;
  }

  static connect(port: number): Promise<Peer> {
    return Peer.to({ port, host: '127.0.0.1' });
  }

  /** A short connection of the dialect `classic`. */
  static async classic(port: number): Promise<Peer> {
    const peer = await Peer.connect(port);
    peer.send('request_data');
    await peer.take('conn_established');
    return peer;
  }

  /** A short connection of the dialect `named`. */
  static async named(port: number): Promise<Peer> {
    const peer = await Peer.connect(port);
    peer.send('{"timestamp": 1.5, "name": "tester", "contents": "", "method": "request_data"}');
    await peer.packet();
    return peer;
  }

  /** A long connection of the dialect `classic`; resolves when the server has it. */
  static async subscriber(port: number): Promise<Peer> {
    const peer = await Peer.connect(port);
    peer.send('long_conn');
    await peer.call('ping');
    return peer;
  }

  /** What has come and was not taken. */
  get received(): string {
    return this.#text;
  }

  send(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Sends each byte as a segment of its own. */
  async sendSlowly(text: string): Promise<void> {
    for (const byte of Buffer.from(text)) {
      await new Promise((resolve) => this.socket.write(Buffer.of(byte), resolve));
      await new Promise(setImmediate);
    }
  }

  /** Sends a request. */
  request(method: string, ...params: unknown[]): void {
    this.send(`${JSON.stringify({ method, params })}${TERMINATOR}`);
  }

  /** Sends a request and gives the text of the next packet. */
  call(method: string, ...params: unknown[]): Promise<string> {
    this.request(method, ...params);
    return this.packet();
  }

  /** The next packet, without terminator and the spaces before it. */
  async packet(): Promise<string> {
    return (await this.take(TERMINATOR)).slice(0, -TERMINATOR.length).trimEnd();
  }

  /** The next `count` packets. */
  async packets(count: number): Promise<string[]> {
    const packets: string[] = [];
    while (packets.length < count) packets.push(await this.packet());
    return packets;
  }

  /** What comes up to and with `end`. */
  async take(end: string): Promise<string> {
    await this.#until(() => this.#text.includes(end), end);
    const length = this.#text.indexOf(end) + end.length;
    const taken = this.#text.slice(0, length);
    this.#text = this.#text.slice(length);
    return taken;
  }

  /** Resolves with all that came when the server has closed. */
  async rest(): Promise<string> {
    await this.#until(() => this.#isClosed, 'the end');
    return this.#text;
  }

  /** Ends with a reset. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  destroy(): void {
    this.socket.destroy();
  }

  #add(text: string): void {
    this.#text += text;
    this.#changed();
  }

  #until(done: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const failed = (why: string): void => {
        clearTimeout(timer);
        reject(
          new Error(`${why} while waiting for ${what}; received ${JSON.stringify(this.#text.slice(0, 500))}`),
        );
      };
      const timer = setTimeout(() => failed('timed out'), DEADLINE_MS);
      this.#changed = () => {
        if (done()) {
          clearTimeout(timer);
          // Nobody waits: what comes from now on need not be looked through at each piece of it.
          this.#changed = () => undefined;
          resolve();
        } else if (this.#isClosed) failed('closed');
      };
      this.#changed();
    });
  }
}
