/**
 * Ends a real host under load by SIGTERM, again and again: `node --import tsx test/long/terminations.ts [TIMES]
 * [SEED]`, 500 times unless told otherwise (about 2 s each). The host is the built one, where there is one. Prints
 * the seed; exits 1 when a client is not told, a host does not end with 0 within 10 s, or something that was
 * answered is missing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { killAndRecover } from '../workspace/killed-host.ts';
import { seeded } from '../workspace/seeded.ts';

const times = Number(process.argv[2] ?? 500);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 31));
const cwd = mkdtempSync(join(tmpdir(), 'headframe-terminations-'));
console.log(`seed ${seed}`);
const program = [fileURLToPath(new URL('../../bin/headframe.js', import.meta.url))];
const changes = await killAndRecover(cwd, times, seeded(seed), () => undefined, {
  signal: 'SIGTERM',
  program,
});
console.log(`${times} ends, ${changes} changes: each ended with 0, and all that was answered is there`);
rmSync(cwd, { recursive: true, force: true });
