import assert from 'node:assert/strict';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Client, connect } from '../../clients/node/index.ts';
import { startOnDisk } from '../socket-server/places-peer.ts';
import { PythonProcess } from './python-process.ts';

const WRITES = 10_000;
/** As `clients/python/tests/coherence.py` has it. */
const ARRAY_EVERY = 100;
const ARRAY_LENGTH = 20_000;

async function write(client: Client, number: number): Promise<void> {
  const set = [client.set('number', number), client.set('text', `${number} ${'x'.repeat(100)}`)];
  if (number % ARRAY_EVERY === 0) set.push(client.set('array', new Float64Array(ARRAY_LENGTH).fill(number)));
  await Promise.all(set);
}

test('what Python keeps is never older than what Node has been answered', async (context) => {
  const running = await startOnDisk(context);
  const client = await connect(running.port, { client: 'writer' });
  context.after(() => client.close());
  await write(client, 0);
  const path = join(running.dataDir, 'answered');
  const cell = Buffer.alloc(8);
  writeFileSync(path, cell);
  const file = openSync(path, 'r+');
  context.after(() => closeSync(file));
  const script = 'clients/python/tests/coherence.py';
  const python = new PythonProcess({
    args: [script, `unix:${running.path}`, path, String(WRITES)],
    port: running.port,
  });
  const result = python.end();
  for (let number = 1; number <= WRITES; number += 1) {
    await write(client, number);
    cell.writeUInt32LE(number, 0);
    writeSync(file, cell, 0, 8, 0);
  }
  const [reads = 0, kept = 0] = (await result).split(' ').map(Number);
  assert.ok(kept > 0 && reads > 3, `${reads} reads, ${kept} of them of what was kept`);
});
