/**
 * What one client that has stopped reading costs the host and 49 others that are told of every change:
 * `node --import tsx test/long/stopped-client.ts [CLIENTS] [ROUNDS]`. Measures with and without it by turns; exits
 * 1 when the host takes over 64 MiB more, or the others' 99th percentile is over 1.5 times as long. Linux alone.
 */
import { connect } from '../../clients/node/index.ts';
import { LoadedHost } from '../load/host-process.ts';
import { measure } from '../load/latency.ts';
import { percentile } from '../load/percentile.ts';
import { Peer } from '../socket-server/peer.ts';

const MAX_RATIO = 1.5;
const MAX_MIB = 64;
const REQUESTS = 2000;
const clients = Number(process.argv[2] ?? 50);
const rounds = Number(process.argv[3] ?? 5);
await using host = await LoadedHost.start();
await using client = await connect(host.port);
const others = await Promise.all(
  Array.from({ length: clients - 2 }, () => connect(host.port, { subscribe: {} })),
);
await measure(client, REQUESTS);
const memory = host.memory;
let most = 0;
const [alone, among]: [number[], number[]] = [[], []];
for (let round = 0; round < rounds; round += 1) {
  alone.push(...(await measure(client, REQUESTS)));
  const stopped = await Peer.subscriber(host.port);
  stopped.socket.pause();
  among.push(...(await measure(client, REQUESTS)));
  most = Math.max(most, host.memory - memory);
  stopped.destroy();
}
await Promise.all(others.map((other) => other.close()));
const [before, after] = [percentile(alone, 99), percentile(among, 99)];
const [ratio, mib] = [after / before, most / 2 ** 20];
console.log(
  `p99 of set + get: ${before.toFixed(2)} ms, ${after.toFixed(2)} ms with a stopped one among ${clients}: × ${ratio.toFixed(2)}; ${mib.toFixed(1)} MiB more`,
);
if (!(ratio <= MAX_RATIO) || !(mib <= MAX_MIB)) process.exitCode = 1;
