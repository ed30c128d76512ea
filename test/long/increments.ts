/**
 * 32 writers × 1000 compare-and-set increments over sockets: `node --import tsx test/long/increments.ts
 * [WRITERS] [TIMES]`. Prints what came of it; exits 1 when an increment was lost or counted twice.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Host, silentLogger } from '../../core/index.ts';
import { incrementOverSockets } from '../socket-server/increments.ts';

const writers = Number(process.argv[2] ?? 32);
const times = Number(process.argv[3] ?? 1000);
const cwd = mkdtempSync(join(tmpdir(), 'headframe-increments-'));
const overrides = ['socket-server', 'web-inspector'].map((plugin) => ({
  path: ['plugins', plugin, 'settings', 'port'],
  value: 0,
}));
const host = await Host.create({ cwd, overrides, env: {}, logger: silentLogger });
try {
  await host.start();
  const start = performance.now();
  const { value, conflicts } = await incrementOverSockets(
    Number(host.inspect().addresses.tcp?.port),
    writers,
    times,
  );
  const seconds = (performance.now() - start) / 1000;
  console.log(`${conflicts} conflicts; ${seconds.toFixed(1)} s`);
  console.log(`${writers} writers × ${times} increments: ${value}, expected ${writers * times}`);
  if (value !== writers * times) process.exitCode = 1;
} finally {
  await host.stop();
  rmSync(cwd, { recursive: true, force: true });
}
