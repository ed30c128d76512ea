/**
 * 50 restarts of a host under 10 of PyMiner's clients of 2020 and 10 of 2021:
 * `node --import tsx test/long/compat-restarts.ts [RESTARTS] [CLIENTS]`. Exits 1 when a client does not end with
 * what the host has. `HEADFRAME_SEED` chooses the changes.
 */
import { runCompatRestarts } from '../clients/compat-restarts.ts';
import { openWorkspaceHost } from '../clients/workspace-host.ts';
import { testSeed } from '../seed.ts';

const restarts = Number(process.argv[2] ?? 50);
const clients = Number(process.argv[3] ?? 10);
const seed = testSeed();
console.log(`HEADFRAME_SEED=${seed}`);
const host = await openWorkspaceHost();
try {
  await runCompatRestarts(host, restarts, clients, seed);
  console.log(`${restarts} restarts × ${clients} clients of each kind: all have what the host has`);
} finally {
  await host.stop();
}
