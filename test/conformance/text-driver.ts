import type { Peer } from '../socket-server/peer.ts';
import type { RunningHost } from '../socket-server/running-host.ts';
import type { Driver } from './cases.ts';

interface Packet {
  readonly name?: string;
  readonly message: string;
  readonly code?: string;
  readonly data_name?: string;
}

/** What a parameter is when it is left out and a later one is given; null for all others. */
const DEFAULTS: Readonly<Record<string, unknown>> = { provider: 'server', method: 'json', since_revision: 0 };

/** How a client of a dialect begins: what it sends, and whether that is answered. */
export interface TextDialect {
  readonly preamble: (name: string) => string;
  readonly greets: boolean;
}

/** Two clients and a subscriber that speak one of PyMiner's dialects over long connections. */
export class TextDriver implements Driver {
  readonly #clients: Readonly<Record<'first' | 'other', Peer>>;
  readonly #subscriber: Peer;
  readonly #params = new Map<string, readonly string[]>();
  #marks = 0;

  private constructor(first: Peer, other: Peer, subscriber: Peer) {
    this.#clients = { first, other };
    this.#subscriber = subscriber;
  }

  /** Connects two clients and a subscriber, each under its name. */
  static async connect(host: RunningHost, { preamble, greets }: TextDialect): Promise<TextDriver> {
    const open = async (name: string): Promise<Peer> => {
      const peer = await host.peer();
      peer.send(preamble(name));
      if (greets) await peer.packet();
      return peer;
    };
    const driver = new TextDriver(await open('first'), await open('other'), await open('subscriber'));
    const { methods } = (await driver.call('first', 'list_methods', {})) as {
      methods: Record<string, { params: { name: string }[] }>;
    };
    for (const [method, { params }] of Object.entries(methods)) {
      driver.#params.set(
        method,
        params.map(({ name }) => name),
      );
    }
    return driver;
  }

  async call(
    client: 'first' | 'other',
    method: string,
    params: Readonly<Record<string, unknown>>,
  ): Promise<object> {
    const names = this.#params.get(method) ?? [];
    const last = names.findLastIndex((name) => name in params);
    const peer = this.#clients[client];
    peer.request(method, ...this.#positions(names.slice(0, last + 1), params));
    const answer = await this.#answer(peer);
    if (answer.message !== 'failed') return answer;
    throw Object.assign(new Error(JSON.stringify(answer)), { code: answer.code });
  }

  /** What was broadcast before the change of a variable that it makes itself. */
  async told(): Promise<ReadonlyMap<string, 'changed' | 'deleted'>> {
    this.#marks += 1;
    const mark = `mark_${this.#marks}`;
    await this.call('other', 'set_var', { name: mark, value: this.#marks });
    const told = new Map<string, 'changed' | 'deleted'>();
    for (;;) {
      const { message, data_name: name } = JSON.parse(await this.#subscriber.packet()) as Packet;
      if (name === mark) return told;
      if (name !== undefined) told.set(name, message === 'data_deleted' ? 'deleted' : 'changed');
    }
  }

  /** Parameters in their order; what is left out in between has its default. */
  #positions(names: readonly string[], params: Readonly<Record<string, unknown>>): unknown[] {
    return names.map((name) => params[name] ?? DEFAULTS[name] ?? null);
  }

  async #answer(peer: Peer): Promise<Packet> {
    for (;;) {
      const packet = JSON.parse(await peer.packet()) as Packet;
      if (packet.name !== 'broadcast' && packet.name !== 'server') return packet;
    }
  }
}
