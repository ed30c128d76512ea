import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Binary, type CommandContext, type Host, type WireValue } from 'headframe';
import { JsonText } from 'headframe/codec';
import { pickle } from './values.ts';
import { startWorkspace } from './workspace-host.ts';

/** A session of a client, as a transport would have it. */
function session(changes: Partial<CommandContext> = {}): CommandContext {
  return {
    session: 's1',
    client: 'tester',
    role: 'admin',
    transport: 'test',
    signal: new AbortController().signal,
    long: true,
    ...changes,
  };
}

function wire(text: string, bytes: Uint8Array = Buffer.from(text)): WireValue {
  return { json: () => Buffer.from(text), bytes: async () => bytes, buffers: [] };
}

type Call = (name: string, ...params: readonly unknown[]) => Promise<Record<string, unknown>>;

function caller(host: Host, context: CommandContext = session()): Call {
  return async (name, ...params) => {
    const result = (await host.commands.dispatch(name, params, context)) as Record<string, unknown>;
    return Object.fromEntries(Object.entries(result).map(([key, value]) => [key, plain(value)]));
  };
}

/** What the client would see of it. */
function plain(value: unknown): unknown {
  if (value instanceof JsonText) return Buffer.concat([...value.chunks]).toString();
  if (value instanceof Binary) return Buffer.concat([...value.chunks()]).toString('latin1');
  return value;
}

test('set_var and get_var keep JSON to the letter and convert to and from pickles', async (t) => {
  const { host } = await startWorkspace(t);
  const call = caller(host);
  const text = '{"a": [1.0, 18446744073709551616], "b": "\\u00e9"}';
  assert.deepEqual(await call('set_var', 'x', wire(text)), { revision: 1 });
  assert.deepEqual(await call('get_var', 'x'), { value: text, revision: 1 });
  const { value } = await call('get_var', 'x', 'pickle');
  await call('set_var', 'y', wire('', Buffer.from(String(value), 'latin1')), 'me', 'pickle', 0, {
    unit: 'm',
  });
  assert.deepEqual(JSON.parse(String((await call('get_var', 'y')).value)), JSON.parse(text));
  await assert.rejects(call('get_var', 'nope'), { code: 'NOT_FOUND' });
  await assert.rejects(call('set_var', 'x', wire('1'), 'me', 'json', 7), { code: 'CONFLICT' });
  await assert.rejects(call('set_var', 'x', wire('1'), 'me', 'yaml'), { code: 'BAD_PARAMS' });
});

test('set_vars, delete_variables and rename_variable', async (t) => {
  const { host, workspace } = await startWorkspace(t);
  const call = caller(host);
  const values = new Map([
    ['a', wire('1')],
    ['b', wire('2')],
  ]);
  assert.deepEqual(await call('set_vars', values), {
    revisions: new Map([
      ['a', 1],
      ['b', 2],
    ]),
  });
  await assert.rejects(call('set_vars', values, 'me', 'json', { b: 1 }), { code: 'CONFLICT' });
  assert.deepEqual(await call('rename_variable', 'a', 'c'), { revision: 3 });
  assert.deepEqual(await call('delete_variables', ['b', 'c'], 'me', { c: 3 }), { deleted: ['b', 'c'] });
  assert.deepEqual(workspace.names(), []);
});

test('metadata is read, filtered and updated', async (t) => {
  const { host, workspace } = await startWorkspace(t);
  const call = caller(host);
  await call('set_var', 'price', wire('1.5'), 'ann', 'json', null, { unit: 'EUR' });
  await call('set_var', 'name', wire('"Zoe"'), 'bob');
  await workspace.write('list', pickle([1, 2, 3]), { provider: 'ann' });
  const names = async (filter: object) => [
    ...((await call('get_all_metadata', filter)).metadata as Map<string, unknown>).keys(),
  ];
  assert.deepEqual(await names({}), ['price', 'name', 'list']);
  assert.deepEqual(await names({ kind: 'numeric' }), ['price']);
  assert.deepEqual(await names({ provider: 'ann' }), ['price', 'list']);
  assert.deepEqual(await names({ since: 1 }), ['name', 'list']);
  assert.deepEqual(await names({ name: '*i*' }), ['price', 'list']);
  assert.deepEqual(await names({ info: { unit: 'EUR' } }), ['price']);
  await assert.rejects(names({ colour: 'red' }), { code: 'BAD_PARAMS' });
  const { metadata } = await call('update_metadata', 'price', { unit: null, source: 'shop' });
  const { info, revision, synchronised } = metadata as {
    info: unknown;
    revision: number;
    synchronised: boolean;
  };
  assert.deepEqual(
    { info, revision, synchronised },
    { info: { source: 'shop' }, revision: 4, synchronised: true },
  );
  const list = (await call('get_metadata', 'list')).metadata as Record<string, unknown>;
  assert.deepEqual(
    [list.kind, list.type, list.length, list.preview, list.size],
    ['sequence', 'list', 3, '[1, 2, 3]', list.size],
  );
  await assert.rejects(call('update_metadata', 'price', { note: 'x'.repeat(20_000) }), { code: 'TOO_LARGE' });
});

test('undo, redo, history, recycle bin, restore and clear', async (t) => {
  const { host } = await startWorkspace(t);
  const call = caller(host);
  await call('set_var', 'x', wire('1'));
  await call('set_var', 'x', wire('2'));
  assert.deepEqual(await call('undo', 'x'), { revision: 3, steps: 1 });
  assert.deepEqual(await call('undo', 'x', 5), { revision: 3, steps: 0 });
  assert.deepEqual(await call('redo', 'x'), { revision: 4, steps: 1 });
  const { history } = await call('get_history', 'x');
  assert.deepEqual(
    (history as Record<string, unknown>[]).map((one) => [one.revision, one.preview, one.size, one.current]),
    [
      [1, '1', 1, false],
      [2, '2', 1, true],
    ],
  );
  assert.deepEqual(await call('clear'), { deleted: ['x'] });
  const { entries } = await call('get_recycle_bin');
  assert.equal((entries as unknown[]).length, 1);
  assert.deepEqual(await call('restore', 0), { name: 'x', revision: 6 });
  await assert.rejects(caller(host, session({ role: 'write' }))('clear'), { code: 'FORBIDDEN' });
});

test('a lock needs a connection that stays, and ends with it', async (t) => {
  const { host } = await startWorkspace(t);
  const ending = new AbortController();
  const ann = caller(host, session({ session: 'a', client: 'ann', signal: ending.signal }));
  const bob = caller(host, session({ session: 'b' }));
  await assert.rejects(caller(host, session({ long: false }))('lock', 'x'), {
    code: 'NEEDS_LONG_CONNECTION',
  });
  const { until } = await ann('lock', 'x');
  assert.ok(Number(until) > Date.now() / 1000);
  await assert.rejects(bob('set_var', 'x', wire('1')), { code: 'LOCKED', message: /locked by ann/ });
  await ann('set_var', 'x', wire('1'));
  ending.abort();
  await bob('set_var', 'x', wire('2'));
  assert.deepEqual(await bob('unlock', 'x'), { unlocked: false });
});

test('changes_since, wait_for and increment', async (t) => {
  const { host } = await startWorkspace(t);
  const call = caller(host);
  const waiting = call('wait_for', 'n', 1);
  assert.deepEqual(await call('increment', 'n', 2), { value: '2', revision: 1 });
  assert.deepEqual(await call('increment', 'n', 0.5), { value: '2.5', revision: 2 });
  assert.deepEqual(await waiting, { revision: 2, newer: true });
  assert.deepEqual(await call('changes_since', 1), {
    changes: [{ revision: 2, name: 'n', change: 'changed', provider: 'server' }],
    revision: 2,
    resync: false,
  });
  assert.deepEqual(await call('changes_since', 9), { changes: [], revision: 2, resync: true });
});

test('every command says what it does, and who may call it', async (t) => {
  const { host } = await startWorkspace(t);
  const own = [...host.commands.list()].filter(([, { owner }]) => owner === 'workspace');
  assert.deepEqual(
    own.map(([name]) => name),
    [
      'get_var',
      'set_var',
      'set_vars',
      'delete_variables',
      'rename_variable',
      'get_metadata',
      'get_all_metadata',
      'update_metadata',
      'undo',
      'redo',
      'get_history',
      'get_recycle_bin',
      'restore',
      'clear',
      'lock',
      'unlock',
      'changes_since',
      'wait_for',
      'increment',
      'get_slice',
      'get_items',
      'get_statistics',
      'define_type',
      'get_types',
      'read_data',
      'write_data',
    ],
  );
  for (const [name, { summary, params }] of own) {
    assert.ok(summary.length > 10, name);
    for (const param of params) assert.ok(param.summary.length > 5, `${name} ${param.name}`);
  }
});
