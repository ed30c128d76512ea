/**
 * From the start of the process to "ready": `npm run build && node --import tsx bench/startup.ts [--json] [rounds]`.
 *
 * `headframe start` as it is built, with the built-in plugins alone and with one plugin of the user's beside them, next
 * to `node -e 0`, and to `fastify start` of a server with one plugin; all in turn, so that a busy machine is the same
 * for each. The ratios of the medians count.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './median.ts';
import { benchArguments, isJson, printFinding } from './report.ts';

/** A program and the text by which it says that it is ready; without one it is ready when it has ended. */
interface Candidate {
  readonly name: string;
  readonly args: readonly string[];
  readonly ready?: RegExp;
}

/** At most as long as fastify needs. */
const GOAL = 1;
const FASTIFY_PLUGIN = 'export default async (app, _options) => { app.get("/", async () => "ok"); };\n';
const PLUGIN = `import { BaseExtension } from 'headframe';
export class Extension extends BaseExtension {
  onLoad() { this.extensionLib.getInterface('workspace'); }
}
`;

const rounds = Number(benchArguments[0] ?? 15);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'headframe-startup-'));

const NODE: Candidate = { name: 'node -e 0', args: ['-e', '0'] };
const INSPECTOR = ['--set', 'plugins.web-inspector.settings.port=0'];
const START = [join(root, 'bin/headframe.js'), 'start', '--port', '0', ...INSPECTOR, '--strict', '--json'];
const HEADFRAME: Candidate = { name: 'headframe start', args: START, ready: /"addresses"/ };

/** The same with a plugin of the user's, in JavaScript as fastify's. */
function headframeWithPlugin(): Candidate {
  const plugin = join(folder, 'plugins/own');
  mkdirSync(plugin, { recursive: true });
  writeFileSync(join(plugin, 'main.js'), PLUGIN);
  const manifest = { name: 'own', main: 'main.js', requirements: ['workspace'] };
  writeFileSync(join(plugin, 'plugin.json'), JSON.stringify(manifest));
  const args = [...START, '--set', 'pluginDirs=["plugins"]'];
  return { name: '  and one plugin', args, ready: /"addresses"/ };
}

function fastify(port: number): Candidate {
  const plugin = join(folder, 'plugin.mjs');
  writeFileSync(plugin, FASTIFY_PLUGIN);
  const cli = fileURLToPath(import.meta.resolve('fastify-cli/cli.js'));
  const listen = ['--address', '127.0.0.1', '--port', String(port)];
  return {
    name: 'fastify start',
    args: [cli, 'start', ...listen, '--log-level', 'info', plugin],
    ready: /listening/i,
  };
}

/** A port that is free now: fastify-cli takes 0 for its default one. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
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
  const candidates = [NODE, HEADFRAME, headframeWithPlugin(), fastify(await freePort())];
  const runs = candidates.map((candidate) => ({ candidate, times: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { candidate, times } of runs) times.push(await measure(candidate));
  }
  if (isJson) {
    const [node = [], bare = [], withPlugin = [], fastify = []] = runs.map(({ times }) => times);
    const line = { unit: 'ms' as const, peer: 'fastify start, one plugin', theirs: fastify, goal: GOAL };
    printFinding({ ...line, label: 'headframe start', ours: bare });
    printFinding({ ...line, label: "headframe start, one plugin of the user's", ours: withPlugin });
    printFinding({ label: 'headframe start', unit: 'ms', ours: bare, peer: 'node -e 0', theirs: node });
  }
  const print = (text: string): boolean => isJson || process.stdout.write(text);
  const [base = Number.NaN, ...others] = runs.map(({ times }) => median(times));
  const [own = Number.NaN, extended = Number.NaN, peer = Number.NaN] = others;
  for (const { candidate, times } of runs) {
    const time = median(times);
    const ratio = (time / base).toFixed(2);
    print(
      `${candidate.name.padEnd(16)} ${time.toFixed(0).padStart(6)} ms   ${ratio.padStart(6)} × node -e 0\n`,
    );
  }
  const verdict = own / peer <= GOAL ? 'pass' : 'miss';
  print(
    `headframe / fastify ${(own / peer).toFixed(2)} (goal at most ${GOAL.toFixed(1)}): ${verdict}; ` +
      `with one plugin of the user's ${(extended / peer).toFixed(2)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
