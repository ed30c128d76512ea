/**
 * Kills a real host under load, again and again: `node --import tsx test/long/durability.ts [KILLS] [SEED]`,
 * 1000 times unless told otherwise (about 2 s each). The host is the built one, where there is one. Prints the seed;
 * exits 1 when something that was answered is missing, something is there by halves, or the host does not start.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { killAndRecover } from '../workspace/killed-host.ts';
import { seeded } from '../workspace/seeded.ts';

const kills = Number(process.argv[2] ?? 1000);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 31));
const cwd = mkdtempSync(join(tmpdir(), 'headframe-durability-'));
console.log(`seed ${seed}`);
const start = performance.now();
const program = [fileURLToPath(new URL('../../bin/headframe.js', import.meta.url))];
const report = (round: number): void => {
  if ((round + 1) % 50 === 0) console.log(`${round + 1} kills`);
};
const changes = await killAndRecover(cwd, kills, seeded(seed), report, { program });
const seconds = ((performance.now() - start) / 1000).toFixed(0);
console.log(`${kills} kills, ${changes} changes, ${seconds} s: all that was answered is there`);
rmSync(cwd, { recursive: true, force: true });
