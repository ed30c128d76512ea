import { codeOf, messageOf } from 'headframe';
import { FrameError, TextPacketReader } from 'headframe/codec';
import { decodeParams, type Receiver, readRequest } from 'headframe/framed';
import { base64Bytes } from './base64-bytes.ts';
import type { Connection } from './connection.ts';
import { failed, messageFirst } from './dialects/answers.ts';
import type { TextDialect } from './dialects/text-dialect.ts';
import { type Entries, resultEntries } from './result-entries.ts';

/** Requests and bytes of requests that may wait before the peer's next ones are left in its socket. */
const MAX_WAITING = 64;
const MAX_WAITING_BYTES = 1024 * 1024;

const succeeded = messageFirst('succeeded');

/**
 * An established connection of a text dialect: packets in, answers out, one after the other.
 *
 * Notes: what a client sends ahead waits here up to a bound, then in the system's buffers: the socket
 * is not read. Every request is answered, and none ends the connection.
 */
export class TextSession implements Receiver {
  readonly #connection: Connection;
  readonly #dialect: TextDialect;
  readonly #reader: TextPacketReader;
  readonly #waiting: (Buffer | FrameError)[] = [];
  #waitingBytes = 0;
  #serving = false;

  constructor(
    connection: Connection,
    dialect: TextDialect,
    options: { readonly dropLeadingTerminator?: boolean } = {},
  ) {
    this.#connection = connection;
    this.#dialect = dialect;
    const maxBytes = connection.host.settings.maxPacketBytes;
    this.#reader = new TextPacketReader({ maxBytes, ...options });
  }

  get isInsidePacket(): boolean {
    return this.#reader.isInsidePacket;
  }

  receive(chunk: Buffer): void {
    for (const packet of this.#reader.push(chunk)) {
      this.#waiting.push(packet);
      this.#waitingBytes += sizeOf(packet);
    }
    if (this.#isFull) this.#connection.pause();
    if (!this.#serving && this.#waiting.length > 0)
      this.#serveAll().catch((error: unknown) => this.#connection.fail(error));
  }

  get #isFull(): boolean {
    return this.#waiting.length >= MAX_WAITING || this.#waitingBytes >= MAX_WAITING_BYTES;
  }

  async #serveAll(): Promise<void> {
    this.#serving = true;
    this.#connection.busy(true);
    for (let packet = this.#waiting[0]; packet && !this.#connection.gone; packet = this.#waiting[0]) {
      await this.#serve(packet);
      this.#waiting.shift();
      this.#waitingBytes -= sizeOf(packet);
      if (!this.#isFull) this.#connection.resume();
    }
    this.#serving = false;
    this.#connection.busy(false);
  }

  async #serve(packet: Buffer | FrameError): Promise<void> {
    const { counts } = this.#connection;
    counts.request();
    let method: string | undefined;
    try {
      if (packet instanceof FrameError) throw packet;
      const { settings, commands } = this.#connection.host;
      const { maxNesting: maxDepth, maxKeys, maxJsonBytes } = settings;
      const request = await readRequest(packet, { maxDepth, maxKeys });
      method = request.method;
      const maxJson = { bytes: maxJsonBytes, setting: 'socket-server.maxJsonBytes' };
      const params = await decodeParams(commands.params(method), request.params, maxJson, base64Bytes);
      const result = await commands.dispatch(method, params, this.#connection.context);
      const entries = new Map(resultEntries(result));
      await this.#answer((this.#dialect.answers.get(method) ?? succeeded)(entries));
    } catch (error) {
      counts.error(error);
      this.#log(method, error);
      await this.#answer(failed(method, error));
    }
  }

  #answer(entries: Entries): Promise<void> {
    return this.#connection.outbox.answer(this.#dialect.encode(entries));
  }

  #log(method: string | undefined, error: unknown): void {
    const { logger } = this.#connection.host;
    const { session, client } = this.#connection.context;
    const code = codeOf(error);
    const text = `${method ?? 'a packet'} of ${client} failed: ${messageOf(error)}`;
    if (code === 'INTERNAL') logger.error({ session, client, method, err: error }, text);
    else logger.debug({ session, client, method, code }, text);
  }
}

function sizeOf(packet: Buffer | FrameError): number {
  return packet instanceof FrameError ? 0 : packet.length;
}
