import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decodePickle } from 'headframe/codec';
import { python } from './python.ts';
import { pickle } from './values.ts';
import { startWorkspace } from './workspace-host.ts';

const text = readFileSync(new URL('../../docs/explanation/metadata.md', import.meta.url), 'utf8');

test('the example in Python that chooses by metadata runs as it is printed', async (t) => {
  const { host, workspace } = await startWorkspace(t, {
    builtIns: ['workspace', 'settings', 'socket-server'],
    pluginSettings: { 'socket-server': { port: 0 } },
  });
  const arrays = decodePickle(
    await python(
      'import numpy, pickle, sys; sys.stdout.buffer.write(pickle.dumps([numpy.zeros((n, 3)) for n in (10, 500)]))',
    ),
  ) as unknown[];
  for (const [index, array] of arrays.entries()) {
    await workspace.write(`run_${index}`, pickle(array), { provider: 'rig', info: { sensor: 7 } });
  }
  await workspace.write('other', pickle(arrays[1]), { provider: 'rig', info: { sensor: 8 } });
  await workspace.write('note', pickle('text'), { provider: 'rig', info: { sensor: 7 } });
  const { port } = host.inspect().addresses.tcp as { port: number };
  const program = [...text.matchAll(/```python\n(.*?)```/gs)].map(([, code]) => code).join('\n');
  const output = await runPython(program.replaceAll('12306', String(port)));
  assert.equal(output, "run_1 float64 500 3 [100, 3]\n['other']\n");
});

test('the keys that are explained are the keys that there are', async (t) => {
  const { workspace } = await startWorkspace(t);
  await workspace.write('x', pickle(1), { provider: 'ann' });
  const table = text.slice(text.indexOf('| key |'), text.indexOf('Times are'));
  const explained = table
    .split('\n')
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, key]) => key));
  assert.deepEqual(explained.sort(), Object.keys(workspace.getMetadata('x')).sort());
});

function runPython(program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('/usr/bin/python3', ['-c', program], { timeout: 60_000 });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}
