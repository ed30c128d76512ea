import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodePickle } from 'headframe/codec';
import { prepare, SLICED_BYTES } from '../../plugins/workspace/prepare.ts';
import { python } from './python.ts';
import { json, pickle } from './values.ts';
import { startWorkspace } from './workspace-host.ts';

const ANN = { provider: 'ann' };

test('a small value is checked at once, a big one in slices, with the same result', async () => {
  assert.ok(!(prepare(json('[1]'), 'any') instanceof Promise));
  const items = Array.from({ length: SLICED_BYTES / 100 }, (_, index) => `${index}`.padEnd(100));
  const text = JSON.stringify(items);
  const big = prepare(json(text), 'any');
  assert.ok(big instanceof Promise);
  assert.equal((await big).size, text.length);
  await assert.rejects(async () => prepare(json(text.slice(0, -1)), 'any'), { code: 'BAD_JSON' });
  const long = encodePickle(items);
  const prepared = prepare({ method: 'pickle', document: long, buffers: [] }, 'any');
  assert.ok(prepared instanceof Promise);
  assert.equal((await prepared).scan?.end, long.length);
  const cut = { method: 'pickle' as const, document: long.subarray(0, long.length - 1), buffers: [] };
  await assert.rejects(async () => prepare(cut, 'any'), { code: 'BAD_PICKLE' });
});

test('a value does not hold on to the packet that it came in', async () => {
  const packet = Buffer.alloc(1024 * 1024, ' ');
  packet.write('[1, 2]', 5000);
  const { value } = await prepare(
    { method: 'json', document: packet.subarray(5000, 5006), buffers: [] },
    'any',
  );
  assert.equal(String(value.document), '[1, 2]');
  assert.notEqual(value.document.buffer, packet.buffer);
});

test('the setting for pickles takes any, those proven to be data, or none', async (t) => {
  const call = await python('import os, pickle, sys; sys.stdout.buffer.write(pickle.dumps(os.getcwd))');
  const calling = { method: 'pickle' as const, document: call, buffers: [] };
  const any = await startWorkspace(t);
  await any.workspace.write('x', calling, ANN);
  const data = await startWorkspace(t, { settings: { pickle: 'data-only' } });
  await data.workspace.write('x', pickle(new Map([['a', [1, 2.5]]])), ANN);
  await assert.rejects(data.workspace.write('y', calling, ANN), {
    code: 'PICKLE_REFUSED',
    message: /^y: this workspace takes pickles of data alone/,
  });
  await assert.rejects(data.workspace.write('y', { ...calling, document: call.subarray(0, 9) }, ANN), {
    code: 'BAD_PICKLE',
  });
  const none = await startWorkspace(t, { settings: { pickle: 'none' } });
  await assert.rejects(none.workspace.write('x', pickle(1), ANN), { code: 'PICKLE_REFUSED' });
  await none.workspace.write('x', json('1'), ANN);
});

test('a change of the policy counts from then on', async (t) => {
  const { workspace, host } = await startWorkspace(t);
  await workspace.write('x', pickle(1), ANN);
  await host.configuration.set('workspace.pickle', 'none');
  await assert.rejects(workspace.write('x', pickle(2), ANN), { code: 'PICKLE_REFUSED' });
  assert.equal(workspace.revision(), 1);
});
