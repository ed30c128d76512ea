import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { connect } from '../../clients/node/index.ts';
import { CuttingProxy } from './cutting-proxy.ts';

/** How long the port is away each time, ms: a client tries again twice or three times. */
const AWAY_MS = 300;
const BOUND_MS = 20_000;

/**
 * Has a client catch up with so many variables of another host each time, since its port is back; gives the ms that
 * took. `ports` are those of two hosts, whose variables are written anew in between.
 */
export async function catchUp(
  ports: readonly [number, number],
  variables: number,
  rounds: number,
): Promise<number[]> {
  await using proxy = await CuttingProxy.before(ports[0]);
  await using client = await connect(proxy.port, { places: false, subscribe: {} });
  const seen = new Map<string, number>();
  client.on('dataChanged', ({ name, revision }) => seen.set(name, revision));
  const times: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const port = ports[round % 2] as number;
    proxy.isDown = true;
    proxy.cut();
    await using writer = await connect(port, { places: false });
    const values = Array.from({ length: variables }, (_, index) => [`v${index}`, round * index] as const);
    const revisions = await writer.setMany(Object.fromEntries(values));
    await setTimeout(AWAY_MS);
    seen.clear();
    const compared = new Promise((resolve) => client.on('resynced', resolve));
    proxy.target = port;
    proxy.isDown = false;
    const start = performance.now();
    await Promise.race([compared, late()]);
    times.push(performance.now() - start);
    assert.deepEqual(new Map([...seen].sort()), new Map([...revisions].sort()));
  }
  return times;
}

async function late(): Promise<never> {
  const signal = AbortSignal.timeout(BOUND_MS);
  await once(signal, 'abort');
  throw new Error(`the client has not caught up after ${BOUND_MS} ms`);
}
