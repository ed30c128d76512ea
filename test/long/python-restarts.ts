/**
 * 50 restarts of a host under 10 Python clients of threads and 10 of asyncio that watch, and one that writes at
 * random: `node --import tsx test/long/python-restarts.ts [RESTARTS] [CLIENTS]`. Exits 1 when a client was told of
 * something twice, or does not have what the host has. `HEADFRAME_SEED` chooses the changes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { testSeed } from '../seed.ts';

const PYTHON = '/usr/bin/python3';
const pathOf = (path: string): string =>
  fileURLToPath(new URL(`../../clients/python/${path}`, import.meta.url));

const child = spawn(PYTHON, ['-B', pathOf('tests/restart_run.py'), ...process.argv.slice(2)], {
  env: { ...process.env, HEADFRAME_SEED: String(testSeed()), PYTHONPATH: pathOf('src') },
  stdio: ['ignore', 'inherit', 'inherit'],
});
process.once('SIGTERM', () => child.kill());
const [code] = await once(child, 'close');
process.exitCode = code === 0 ? 0 : 1;
