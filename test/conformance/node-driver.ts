import { type Client, connect } from '../../clients/node/index.ts';
import { decodeTypedJson, encodeTypedJson } from '../../codec/index.ts';
import type { Driver } from './cases.ts';

type Params = Readonly<Record<string, unknown>>;
type Method = (client: Client, params: Params) => Promise<unknown>;

/** The client's method for each command of the table; `call` for the others. */
const METHODS: Readonly<Record<string, Method>> = {
  get_var: async (client, { name }) => {
    const { document, buffers, revision } = await client.getRaw(String(name), { method: 'json' });
    return { value: toJson(decodeTypedJson(document, { buffers })), revision };
  },
  set_var: async (client, { name, value, if_revision, info }) => ({
    revision: await client.set(String(name), fromJson(value), {
      ...given({ ifRevision: if_revision, info }),
    }),
  }),
  set_vars: async (client, { values, if_revision }) => {
    const entries = Object.entries(values as Params).map(([name, value]) => [name, fromJson(value)] as const);
    return { revisions: await client.setMany(new Map(entries), given({ ifRevision: if_revision })) };
  },
  delete_variables: async (client, { names }) => ({
    deleted: [...(await client.deleteMany(names as string[])).keys()],
  }),
  rename_variable: async (client, { name, new_name }) => ({
    revision: await client.rename(String(name), String(new_name)),
  }),
  increment: (client, { name, by }) => client.increment(String(name), by as number | undefined),
  undo: (client, { name, steps }) => client.undo(String(name), given({ steps })),
  redo: (client, { name, steps }) => client.redo(String(name), given({ steps })),
  restore: (client, { name }) => client.restore(String(name)),
  get_history: async (client, { name }) => ({ history: await client.history(String(name)) }),
  get_metadata: async (client, { name }) => ({ metadata: await client.metadata(String(name)) }),
  get_all_metadata: async (client, { filter }) => ({
    metadata: Object.fromEntries(await client.allMetadata(filter as object)),
  }),
  update_metadata: async (client, { name, info }) => ({
    metadata: await client.updateMetadata(String(name), info as Params),
  }),
  get_slice: async (client, { name, ranges }) => ({
    value: await client.slice(String(name), ranges as [number, number, number][]),
  }),
  get_statistics: async (client, { name }) => ({ columns: await client.statistics(String(name)) }),
  wait_for: (client, { name, timeout_ms }) => client.waitFor(String(name), given({ waitMs: timeout_ms })),
  lock: (client, { name, lease_ms }) => client.lock(String(name), given({ leaseMs: lease_ms })),
  unlock: async (client, { name }) => ({ unlocked: await client.unlock(String(name)) }),
};

/** Two Node clients and one that is told of changes. */
export class NodeDriver implements Driver, AsyncDisposable {
  readonly #clients: Readonly<Record<'first' | 'other' | 'subscriber', Client>>;
  readonly #told = new Map<string, 'changed' | 'deleted'>();
  #marks = 0;
  #marked: (name: string) => void = () => undefined;

  private constructor(clients: Readonly<Record<'first' | 'other' | 'subscriber', Client>>) {
    this.#clients = clients;
    clients.subscriber.on('dataChanged', ({ name }) => {
      this.#told.set(name, 'changed');
      this.#marked(name);
    });
    clients.subscriber.on('dataDeleted', ({ name }) => this.#told.set(name, 'deleted'));
  }

  static async connect(address: string | number): Promise<NodeDriver> {
    const open = (client: string) => connect(address, { client, subscribe: {} });
    const [first, other, subscriber] = await Promise.all([open('first'), open('other'), open('subscriber')]);
    return new NodeDriver({ first, other, subscriber });
  }

  async call(client: 'first' | 'other', method: string, params: Params): Promise<object> {
    const run = METHODS[method];
    const chosen = this.#clients[client];
    return (await (run ? run(chosen, params) : chosen.call(method, params))) as object;
  }

  async told(): Promise<ReadonlyMap<string, 'changed' | 'deleted'>> {
    this.#marks += 1;
    const mark = `mark_${this.#marks}`;
    const marked = new Promise<void>((resolve) => {
      this.#marked = (name) => name === mark && resolve();
    });
    await this.#clients.other.set(mark, this.#marks);
    await marked;
    const told = new Map([...this.#told].filter(([name]) => name !== mark));
    this.#told.clear();
    return told;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(Object.values(this.#clients).map((client) => client.close()));
  }
}

/** Only what is given, as options have it. */
function given(options: Params): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function fromJson(value: unknown): unknown {
  return decodeTypedJson(Buffer.from(JSON.stringify(value)));
}

function toJson(value: unknown): unknown {
  return JSON.parse(Buffer.from(encodeTypedJson(value).document).toString());
}
