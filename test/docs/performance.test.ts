import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { performancePage } from '../../bench/performance-page.ts';
import { findingOf } from '../../bench/report.ts';
import { type Outcome, runBenchmark } from '../../bench/run-benchmark.ts';
import { type Run, SECTIONS } from '../../bench/sections.ts';
import { temporaryFolder, writeFiles } from '../core/plugins.ts';

const FINDING = { label: 'get', unit: 'µs', peer: 'X', ours: 1, theirs: 2, ratio: 2, low: 1.5, high: 2.5 };

function run(file: string, change: Partial<Run> = {}): Run {
  return { program: 'node', args: [file], quick: [], seconds: 60, needs: [], ...change };
}

function inPython(file: string, change: Partial<Run> = {}): Run {
  return run(file, { program: 'python', ...change });
}

test('a ratio above 1 is in our favour, be it of rates or of times', () => {
  const both = { label: 'get', peer: 'X', ours: [10, 20, 30], theirs: [10, 10, 10] };
  const { ratio, low, high } = findingOf({ ...both, unit: '/s' });
  assert.deepEqual([ratio, low, high], [2, 1, 3]);
  const times = findingOf({ ...both, unit: 'ms' });
  assert.deepEqual([times.ratio, times.low, times.high], [1 / 2, 1 / 3, 1]);
});

test('a benchmark is asked for lines of JSON, and what it prints beside them is left out', async (t) => {
  const folder = temporaryFolder(t);
  const node = join(folder, 'bench.mjs');
  const python = join(folder, 'bench.py');
  writeFiles(folder, {
    'bench.mjs': `console.log('warming up'); console.log(JSON.stringify({ label: process.argv.slice(2).join() }));`,
    'bench.py': `import json, sys\nprint('warming up')\nprint(json.dumps({'label': ','.join(sys.argv[1:])}))`,
  });
  const { findings } = await runBenchmark(run(node, { args: [node, 'full'], quick: ['quick'] }), false);
  assert.deepEqual(findings, [{ label: '--json,full' }]);
  const quick = inPython(python, { args: [python, 'full'], quick: ['quick'] });
  assert.deepEqual((await runBenchmark(quick, true)).findings, [{ label: '--json,quick' }]);
});

test('one that takes too long is given up with all that it has started, and what it found is kept', async (t) => {
  const folder = temporaryFolder(t);
  const server = createServer().listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const grandchild = `import socket; socket.create_connection(('127.0.0.1', ${port})).recv(1)`;
  const file = join(folder, 'bench.py');
  writeFiles(folder, {
    'bench.py': `import subprocess, sys
print(${JSON.stringify(JSON.stringify(FINDING))}, flush=True)
subprocess.run([sys.executable, '-c', ${JSON.stringify(grandchild)}])`,
  });
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const connected = once(server, 'connection') as Promise<[Socket]>;
  const outcome = runBenchmark(inPython(file, { seconds: 15 }), false);
  const [socket] = await connected;
  const disconnected = once(socket.on('error', () => {}).resume(), 'close');
  t.mock.timers.tick(15_000);
  assert.deepEqual(await outcome, {
    file,
    findings: [FINDING],
    missing: [],
    trouble: 'given up after 15 s',
  });
  await disconnected;
});

test('one that fails says why', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'bench.py');
  writeFiles(folder, { 'bench.py': "raise RuntimeError('no such server')" });
  const { trouble } = await runBenchmark(inPython(file), false);
  assert.match(trouble ?? '', /^ended with 1: .*no such server/);
});

test('what is not installed is named on the page with the line that installs it', async () => {
  const need = { program: 'no-such-server', install: 'apt-get install no-such-server' };
  const outcome = await runBenchmark(run('bench/none.ts', { needs: [need] }), false);
  const [section] = SECTIONS;
  assert.ok(section);
  const found: Outcome = {
    file: 'bench/client.py',
    findings: [{ ...FINDING, unit: 'µs', goal: 3 }],
    missing: [],
  };
  const page = performancePage({
    machine: [['Node.js', '20.19.0']],
    isQuick: false,
    sections: [{ section, outcomes: [found, outcome] }],
  });
  assert.match(page, /^\| Node\.js \| 20\.19\.0 \|$/m);
  assert.match(
    page,
    /^\| get \(Python\) \| 1\.00 µs \| 2\.00 µs \| X \| 2\.00 \| 1\.50 – 2\.50 \| 3\.00 \*\*missed\*\* \|$/m,
  );
  assert.match(page, /^- Not measured .*no-such-server is not installed; `apt-get install no-such-server`/m);
});

test('every section has a name of its own and benchmarks that are there', () => {
  const names = SECTIONS.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { args } of SECTIONS.flatMap(({ runs }) => runs)) {
    assert.match(readFileSync(args[0] ?? '', 'utf8'), /--json/, args[0]);
  }
});
