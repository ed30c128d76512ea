/**
 * 50 restarts of a host under 10 Node clients that watch and 2 that write at random:
 * `node --import tsx test/long/restarts.ts [RESTARTS] [CLIENTS]`. Prints what came of it; exits 1 when a client was
 * told of something twice, or does not have what the host has. `HEADFRAME_SEED` chooses the changes.
 */
import { runRestarts } from '../clients/restart-run.ts';
import { testSeed } from '../seed.ts';

const restarts = Number(process.argv[2] ?? 50);
const clients = Number(process.argv[3] ?? 10);
const seed = testSeed();
console.log(`HEADFRAME_SEED=${seed}`);
const run = await runRestarts(restarts, clients, seed);
const slowest = Math.max(...run.seconds);
console.log(`${restarts} restarts × ${clients} clients: ${run.changes} changes, ${run.events} events`);
console.log(`${run.reconnections} reconnections, ${run.resyncs} of them by comparing`);
console.log(`caught up at most ${slowest.toFixed(2)} s after the host was ready`);
