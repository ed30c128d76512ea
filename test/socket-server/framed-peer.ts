import { once } from 'node:events';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  encodeFrame,
  encodeNameMeta,
  encodeWriteMeta,
  FRAME_KIND,
  FRAMED_PREAMBLE,
  Frame,
  type FrameParts,
  FrameReader,
  METHOD_NUMBER,
  OPERATION,
  type WriteMeta,
  writeFlags,
} from '../../codec/frame/index.ts';
import { DEADLINE_MS } from './until.ts';

/** More than any answer of a test has. */
const LIMITS = { payload: 2 ** 30 };

/** A frame that the test may keep. */
export interface Received {
  readonly kind: number;
  readonly operation: number;
  readonly flags: number;
  readonly id: number;
  readonly meta: Buffer;
  readonly payload: Buffer;
}

/** A framed client that sends frames as told and hands out those that come. */
export class FramedPeer<S extends Duplex = Socket> {
  readonly socket: S;
  readonly #reader = new FrameReader(LIMITS);
  readonly #received: Received[] = [];
  #preamble = '';
  #closed = false;
  #id = 0;
  #changed: () => void = () => undefined;

  constructor(socket: S) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    // A reset is one of the ways in which a connection ends.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#closed = true;
      this.#changed();
    });
  }

  /** Connects and sends the preamble. */
  static async connect(to: number | NetConnectOpts): Promise<FramedPeer> {
    const socket = connect(typeof to === 'number' ? { port: to, host: '127.0.0.1' } : to);
    socket.setNoDelay(true);
    const peer = new FramedPeer(socket);
    await once(socket, 'connect');
    socket.write(FRAMED_PREAMBLE);
    return peer;
  }

  /** What the server opened with, as far as it has come. */
  get preamble(): string {
    return this.#preamble;
  }

  /** Notifications that have come and were not taken. */
  get notifications(): number {
    return this.#received.filter(({ kind }) => kind === FRAME_KIND.notification).length;
  }

  /** An id that no request of this peer has had. */
  nextId(): number {
    this.#id += 1;
    return this.#id;
  }

  send(...frames: (Uint8Array | FrameParts)[]): void {
    this.socket.write(
      Buffer.concat(frames.map((one) => (one instanceof Uint8Array ? one : encodeFrame(one)))),
    );
  }

  /** Sends a request; gives its id. */
  request(operation: number, parts: Partial<FrameParts> = {}): number {
    const id = parts.id ?? this.nextId();
    this.send({ kind: FRAME_KIND.request, operation, ...parts, id });
    return id;
  }

  /** Sends a command; gives its id. */
  command(method: string, params: object = {}): number {
    return this.request(OPERATION.command, { meta: Buffer.from(JSON.stringify({ method, params })) });
  }

  /** Sends a command; gives its result, or rejects with what the error's frame says. */
  async call(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = this.command(method, params);
    const { kind, meta } = await this.frame((frame) => frame.id === id);
    const json = JSON.parse(meta.toString());
    if (kind === FRAME_KIND.error) throw Object.assign(new Error(json.message), json);
    return json.result;
  }

  /** Asks for the value of a variable; gives the answer's frame. */
  get(name: string, flags = 0): Promise<Received> {
    return this.answer(this.request(OPERATION.get, { flags, meta: encodeNameMeta(name) }));
  }

  /** Sends a set; gives its id. */
  sendSet(name: string, document: string | Buffer, options: Partial<WriteMeta> = {}): number {
    const entry: WriteMeta = { name, method: 'json', document: 0, buffers: [], ...options };
    const flags = writeFlags(entry);
    return this.request(OPERATION.set, {
      flags,
      meta: encodeWriteMeta(entry),
      payload: [Buffer.from(document)],
    });
  }

  /** Sets a variable; gives the answer's frame. */
  set(name: string, document: string | Buffer, options: Partial<WriteMeta> = {}): Promise<Received> {
    return this.answer(this.sendSet(name, document, options));
  }

  /** Says hello; gives the result. */
  hello(params: object = {}): Promise<Record<string, unknown>> {
    return this.call('hello', { client: 'tester', ...params });
  }

  /** The answer or the error to a request. */
  answer(id: number): Promise<Received> {
    return this.frame((frame) => frame.id === id && frame.kind !== FRAME_KIND.notification);
  }

  /** The next frame of those that are meant, which is taken out. */
  async frame(isMeant: (frame: Received) => boolean = () => true): Promise<Received> {
    let found: Received | undefined;
    await this.#until(() => {
      const index = this.#received.findIndex(isMeant);
      if (index === 0) found = this.#received.shift();
      else if (index > 0) [found] = this.#received.splice(index, 1);
      return index >= 0;
    }, 'a frame');
    return found as Received;
  }

  /** The next notification, of an operation when one is given. */
  async notification(
    operation?: number,
  ): Promise<{ operation: number; json: Record<string, unknown>; payload: Buffer }> {
    const meant = (frame: Received): boolean =>
      frame.kind === FRAME_KIND.notification && (operation === undefined || frame.operation === operation);
    const { operation: number, meta, payload } = await this.frame(meant);
    return { operation: number, json: JSON.parse(meta.toString()), payload };
  }

  /** Resolves when the server has closed. */
  closed(): Promise<void> {
    return this.#until(() => this.#closed, 'the end');
  }

  destroy(): void {
    this.socket.destroy();
  }

  #receive(chunk: Buffer): void {
    const missing = FRAMED_PREAMBLE.length - this.#preamble.length;
    this.#preamble += chunk.toString('latin1', 0, missing);
    this.#reader.feed(chunk.subarray(missing));
    for (let next = this.#reader.next(); next !== undefined; next = this.#reader.next()) {
      if (!(next instanceof Frame)) throw next.error;
      const { kind, operation, flags, id, meta, payload } = next;
      this.#received.push({ kind, operation, flags, id, meta: Buffer.from(meta), payload });
    }
    this.#changed();
  }

  #until(done: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const failed = (why: string): void => {
        clearTimeout(timer);
        reject(new Error(`${why} while waiting for ${what}; ${this.#received.length} frames came instead`));
      };
      const timer = setTimeout(() => failed('timed out'), DEADLINE_MS);
      this.#changed = () => {
        if (done()) {
          clearTimeout(timer);
          this.#changed = () => undefined;
          resolve();
        } else if (this.#closed) failed('closed');
      };
      this.#changed();
    });
  }
}

/** The flags of a get that wants a method. */
export const AS = METHOD_NUMBER;
