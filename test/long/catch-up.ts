/**
 * How long a client takes to catch up with 1000 variables when the host's port is back, the time until it tries again
 * included: `node --import tsx test/long/catch-up.ts [ROUNDS] [VARIABLES]`. Exits 1 when the median is more than a second.
 */
import { catchUp } from '../clients/catch-up.ts';
import { RestartableHost } from '../clients/restartable-host.ts';
import { percentile } from '../load/percentile.ts';

const MAX_MS = 1000;
const rounds = Number(process.argv[2] ?? 50);
const variables = Number(process.argv[3] ?? 1000);
await using one = await RestartableHost.start();
await using other = await RestartableHost.start();
const times = await catchUp([one.port, other.port], variables, rounds);
const [half, most] = [percentile(times, 50), Math.max(...times)];
console.log(
  `${rounds} times ${variables} variables: caught up ${half.toFixed(0)} ms after the port was back, at most ${most.toFixed(0)} ms`,
);
if (!(half <= MAX_MS)) process.exitCode = 1;
