import assert from 'node:assert/strict';
import { test } from 'node:test';
import { python } from './python.ts';
import { json, pickle } from './values.ts';
import { startWorkspace } from './workspace-host.ts';

const ANN = { provider: 'ann', session: 's1' };

test('a value comes back as the very bytes that were written', async (t) => {
  const { workspace } = await startWorkspace(t);
  const value = pickle(new Map([['a', 1]]));
  assert.deepEqual(await workspace.write('x', value, ANN), { revision: 1, changed: true });
  assert.deepEqual(workspace.read('x'), { value, revision: 1 });
  assert.equal(workspace.read('y'), undefined);
});

test('a small write is done when write returns', async (t) => {
  const { workspace } = await startWorkspace(t);
  const writing = workspace.write('x', json('1'), ANN);
  assert.equal(workspace.revision(), 1);
  await writing;
});

test('the same bytes again take no revision and are announced as repeated', async (t) => {
  const { workspace, plugins } = await startWorkspace(t);
  const seen: string[] = [];
  for (const hook of Object.values(workspace.hooks)) {
    if (hook.name !== 'beforeWrite') plugins[0]?.tap(hook as never, () => void seen.push(hook.name));
  }
  await workspace.write('x', json('1'), ANN);
  assert.deepEqual(await workspace.write('x', json('1'), ANN), { revision: 1, changed: false });
  await workspace.write('x', json('2'), ANN);
  assert.deepEqual(seen, ['dataCreated', 'dataRepeated', 'dataChanged']);
  assert.deepEqual(workspace.getMetadata('x').modified_by, ['ann', 'ann']);
});

test('names are in the order of creation; delete and write moves to the end; types are in all names only', async (t) => {
  const { workspace } = await startWorkspace(t);
  for (const name of ['b', 'a', '变量']) await workspace.write(name, json('1'), ANN);
  await workspace.write('b', json('2'), ANN);
  await workspace.delete(['a'], ANN);
  await workspace.write('a', json('3'), ANN);
  assert.deepEqual(workspace.names(), ['b', '变量', 'a']);
  assert.deepEqual(workspace.names({ all: true }).slice(0, 2), ['Type', 'Complex']);
  assert.deepEqual(JSON.parse(String(workspace.read('Complex')?.value.document)), {
    real: 'float|int',
    imag: 'float|int',
  });
});

test('what cannot be written says why', async (t) => {
  const { workspace } = await startWorkspace(t, {
    settings: { max_value_bytes: 100, max_variables: 2, max_total_bytes: 150 },
  });
  const bytes = (length: number) => json(`"${'a'.repeat(length - 2)}"`);
  const cut = { ...pickle('x'), document: pickle('x').document.subarray(0, 5) };
  const outOfBand = await python(
    'import pickle,sys; sys.stdout.buffer.write(pickle.dumps(pickle.PickleBuffer(b"x"), 5, buffer_callback=lambda b: None))',
  );
  const cases: [string, Parameters<typeof workspace.write>[1], string][] = [
    ['not a name', json('1'), 'BAD_NAME'],
    ['DataFrame', json('1'), 'RESERVED'],
    ['x', cut, 'BAD_PICKLE'],
    ['x', json('[1'), 'BAD_JSON'],
    ['x', { method: 'pickle', document: outOfBand, buffers: [] }, 'NEEDS_BUFFERS'],
    ['x', bytes(101), 'TOO_LARGE'],
  ];
  for (const [name, value, code] of cases) {
    await assert.rejects(workspace.write(name, value, ANN), { code }, `${name} ${code}`);
  }
  assert.equal(workspace.revision(), 0);
  await workspace.write('x', bytes(100), ANN);
  await assert.rejects(workspace.write('y', bytes(51), ANN), { code: 'TOO_LARGE' });
  await workspace.write('y', bytes(50), ANN);
  await assert.rejects(workspace.write('z', json('1'), ANN), { code: 'TOO_MANY' });
});

test('many variables as one pickled dict, which Python reads; JSON values become pickles', async (t) => {
  const { workspace } = await startWorkspace(t);
  await workspace.write('a', pickle([1, 2]), ANN);
  await workspace.write('b', json('{"x": [1.0, 18446744073709551616]}'), ANN);
  const { chunks, byteLength, skipped } = await workspace.splicePickles();
  const all = Buffer.concat([...chunks()]);
  assert.equal(all.byteLength, byteLength);
  assert.equal(skipped.size, 0);
  const said = await python('import pickle,sys; print(pickle.load(sys.stdin.buffer))', all);
  assert.equal(said.toString(), "{'a': [1, 2], 'b': {'x': [1.0, 18446744073709551616]}}\n");
  await assert.rejects(async () => workspace.splicePickles(['nope']), { code: 'NOT_FOUND' });
});

test("PyMiner's write_var_dic is written entry by entry", async (t) => {
  const { workspace } = await startWorkspace(t);
  const dict = await python(`
import base64, pickle, sys
text = lambda v: base64.b64encode(pickle.dumps(v)).decode()
sys.stdout.buffer.write(pickle.dumps({
  'a': text([1, 2]), 'DataFrame': text(1), 'bad': 'AAAA', 'not64': '!', 'b': pickle.dumps(2), 'no name': text(3)}))`);
  const { skipped } = await workspace.writePickledDict(dict, ANN);
  assert.deepEqual(Object.fromEntries(skipped), {
    not64: 'BAD_BASE64',
    DataFrame: 'RESERVED',
    bad: 'BAD_PICKLE',
    'no name': 'BAD_NAME',
  });
  assert.deepEqual(workspace.names(), ['a', 'b']);
  await assert.rejects(workspace.writePickledDict(Buffer.from('x'), ANN), { code: 'BAD_PICKLE' });
});

test('names are found by the type of what is in them', async (t) => {
  const { workspace } = await startWorkspace(t);
  const made = await python(`
import numpy, pandas, pickle, sys, base64
values = dict(n=1.5, s='x', v=numpy.zeros(3), m=numpy.zeros((2, 2)), df=pandas.DataFrame({'a': [1]}), f=numpy.float32(1), l=[1])
sys.stdout.buffer.write(pickle.dumps({k: pickle.dumps(v) for k, v in values.items()}))`);
  await workspace.writePickledDict(made, ANN);
  await workspace.write('j', json('"text"'), ANN);
  assert.deepEqual(workspace.namesOfType('numeric'), ['n', 'f']);
  assert.deepEqual(workspace.namesOfType('string'), ['s', 'j']);
  assert.deepEqual(workspace.namesOfType('array'), ['v', 'm']);
  assert.deepEqual(workspace.namesOfType('table'), ['m', 'df']);
});

test('out-of-band buffers are kept apart, and brought in-band where one pickle is asked for', async (t) => {
  const { workspace } = await startWorkspace(t);
  const [document, buffer] = [Buffer.from([0x80, 5, 0x97, 0x2e]), Buffer.from('raw data')];
  const value = { method: 'pickle', document, buffers: [buffer] } as const;
  await workspace.write('x', value, ANN);
  assert.deepEqual(workspace.read('x')?.value, value);
  const show = 'import pickle,sys; print(pickle.load(sys.stdin.buffer))';
  assert.equal(String(await python(show, await workspace.readPickle('x'))), "bytearray(b'raw data')\n");
  const { chunks } = await workspace.splicePickles();
  assert.equal(String(await python(show, Buffer.concat([...chunks()]))), "{'x': bytearray(b'raw data')}\n");
});
