import type { Client } from '../../clients/node/index.ts';

/** Sets and gets a small variable so many times, one after the other; the ms that each pair took. */
export async function measure(client: Client, times: number): Promise<number[]> {
  const took: number[] = [];
  for (let count = 0; count < times; count += 1) {
    const begin = performance.now();
    await client.set('latency', count);
    await client.get('latency');
    took.push(performance.now() - begin);
  }
  return took;
}
