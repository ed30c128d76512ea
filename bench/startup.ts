/**
 * From the start of the process to "ready": `npm run build && node --import tsx bench/startup.ts [rounds]`.
 *
 * `headframe start` as it is built, with the three built-in plugins, beside `node -e 0`, and beside `fastify start` of a
 * server with one plugin where fastify-cli is installed; all in turn, so that a busy machine is the same for each. The ratios count.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A program and the text by which it says that it is ready; without one it is ready when it has ended. */
interface Candidate {
  readonly name: string;
  readonly args: readonly string[];
  readonly ready?: RegExp;
}

const rounds = Number(process.argv[2] ?? 15);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'headframe-startup-'));
const FASTIFY = join(root, 'node_modules/fastify-cli/cli.js');
const PLUGIN = 'export default async (app) => { app.get("/", async () => "ok"); };\n';

function candidates(): Candidate[] {
  const found: Candidate[] = [
    { name: 'node -e 0', args: ['-e', '0'] },
    {
      name: 'headframe start',
      args: [join(root, 'bin/headframe.js'), 'start', '--port', '0', '--strict', '--json'],
      ready: /"addresses"/,
    },
  ];
  if (existsSync(FASTIFY)) {
    const plugin = join(folder, 'plugin.mjs');
    writeFileSync(plugin, PLUGIN);
    const args = [FASTIFY, 'start', '--port', '0', '--log-level', 'info', plugin];
    found.push({ name: 'fastify start', args, ready: /listening/i });
  }
  return found;
}

/** Milliseconds until it is ready. */
async function measure({ args, ready }: Candidate): Promise<number> {
  const begin = performance.now();
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'close');
  let time: number | undefined;
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (time !== undefined || !ready?.test(text)) continue;
    time = performance.now() - begin;
    child.kill('SIGTERM');
  }
  await ended;
  if (ready && time === undefined) throw new Error(`${args.join(' ')} was never ready: ${text}`);
  return time ?? performance.now() - begin;
}

if (!existsSync(join(root, 'dist/cli/main.js'))) throw new Error('there is no dist/: npm run build makes it');
try {
  const all = candidates().map((candidate) => ({ candidate, times: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { candidate, times } of all) times.push(await measure(candidate));
  }
  const medians = all.map(({ times }) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0);
  const [base = 1] = medians;
  for (const [index, { candidate }] of all.entries()) {
    const median = medians[index] ?? 0;
    const ratio = (median / base).toFixed(2);
    process.stdout.write(
      `${candidate.name.padEnd(16)} ${median.toFixed(0).padStart(6)} ms   ${ratio.padStart(6)} × node -e 0\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
