/**
 * What 200 peers that stand still, drip, send rubbish or read nothing cost a good client:
 * `node --import tsx test/long/stalled-peers.ts [PEERS] [ROUNDS]`. Measures with and without them by turns; exits 1
 * when the 99th percentile is more than twice as long with them.
 */
import { connect } from '../../clients/node/index.ts';
import { LoadedHost } from '../load/host-process.ts';
import { measure } from '../load/latency.ts';
import { percentile } from '../load/percentile.ts';
import { StalledPeers } from '../load/stalled-peers.ts';

const MAX_RATIO = 2;
const REQUESTS = 2000;
const peers = Number(process.argv[2] ?? 200);
const rounds = Number(process.argv[3] ?? 5);
await using host = await LoadedHost.start('socket-server.preambleSeconds=600');
await using client = await connect(host.port);
await client.set('large', 'x'.repeat(8 * 2 ** 20));
await measure(client, REQUESTS);
const [alone, among]: [number[], number[]] = [[], []];
for (let round = 0; round < rounds; round += 1) {
  alone.push(...(await measure(client, REQUESTS)));
  const stalled = await StalledPeers.open(host.port, peers);
  // What they asked for is written to them first, as far as they take it.
  await measure(client, REQUESTS);
  among.push(...(await measure(client, REQUESTS)));
  stalled.close();
}
const [before, after] = [percentile(alone, 99), percentile(among, 99)];
const ratio = after / before;
console.log(
  `p99 of set + get: ${before.toFixed(2)} ms alone, ${after.toFixed(2)} ms among ${peers}: × ${ratio.toFixed(2)}`,
);
if (!(ratio <= MAX_RATIO)) process.exitCode = 1;
