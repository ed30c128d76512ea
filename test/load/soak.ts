import { setTimeout as pause } from 'node:timers/promises';
import { type Client, connect } from '../../clients/node/index.ts';
import { CheckedView } from '../clients/checked-view.ts';
import { LoadedHost } from './host-process.ts';

/** Updates of each client that go out together, ten times a second. */
const UPDATES = 10;
const TICK_MS = 100;
const SAMPLE_MS = 1000;

/** What came of a soak. */
export interface Soak {
  /** Writes that were answered. */
  readonly writes: number;
  /** Seconds that they took. */
  readonly seconds: number;
  /** Bytes of the host's own memory, once a second. */
  readonly memory: readonly number[];
}

/**
 * Lets `count` clients write 100 updates a second each, of a variable of their own, while one more is told of
 * every change, for so many seconds. A client whose updates have not been answered waits. Throws when a write is
 * refused, or what the watcher was told is not what the host has.
 */
export async function soak(count: number, seconds: number): Promise<Soak> {
  await using host = await LoadedHost.start();
  const clients: Client[] = [];
  try {
    for (let index = 0; index < count; index += 1) clients.push(await connect(host.port));
    const watcher = await connect(host.port, { subscribe: {} });
    clients.push(watcher);
    const view = await CheckedView.of(watcher);
    const memory: number[] = [];
    const sampling = setInterval(() => memory.push(host.memory), SAMPLE_MS);
    const begin = performance.now();
    const end = begin + seconds * 1000;
    const writes = await Promise.all(
      clients.slice(0, count).map((client, index) => update(client, `v${index}`, begin, end)),
    ).finally(() => clearInterval(sampling));
    const took = (performance.now() - begin) / 1000;
    await view.reaches('end', await watcher.set('end', 1));
    await view.check();
    return { writes: writes.reduce((sum, one) => sum + one, 0), seconds: took, memory };
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
}

/** Writes a variable, ten values at a time, until the end; the number of writes. */
async function update(client: Client, name: string, begin: number, end: number): Promise<number> {
  let writes = 0;
  for (let tick = begin; performance.now() < end; tick += TICK_MS) {
    const values = Array.from({ length: UPDATES }, (_, at) => writes + at);
    await Promise.all(values.map((value) => client.set(name, value)));
    writes += UPDATES;
    await pause(Math.max(0, tick + TICK_MS - performance.now()));
  }
  return writes;
}
