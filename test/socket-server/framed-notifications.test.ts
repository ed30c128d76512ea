import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOTIFICATION, OPERATION } from '../../codec/frame/index.ts';
import { startHost } from './running-host.ts';

const ALL = { subscribe: {} };

/** What is told of one variable, in short. */
function brief({ operation, json }: { operation: number; json: Record<string, unknown> }): string {
  const { name, change, revision } = json;
  return `${operation === NOTIFICATION.dataChanged ? '+' : '-'}${name} ${change} ${revision}`;
}

test('every change is told once, in the order of revisions, with who made it', async (context) => {
  const running = await startHost(context);
  const watcher = await running.framed(ALL);
  const writer = await running.framed({ client: 'ada' });
  await writer.set('x', '1');
  await writer.set('x', '2');
  await writer.set('x', '2');
  await writer.call('update_metadata', { name: 'x', info: { unit: 'm' } });
  await writer.call('undo', { name: 'x' });
  await writer.call('rename_variable', { name: 'x', new_name: 'y' });
  await writer.answer(writer.request(OPERATION.delete, { meta: Buffer.from('y') }));
  await writer.call('restore', { name: 'y' });
  const told = [];
  for (let count = 0; count < 8; count++) told.push(await watcher.notification());
  assert.deepEqual(told.map(brief), [
    '+x created 1',
    '+x changed 2',
    '+x metadata 3',
    '+x changed 4',
    '-x renamed 5',
    '+y renamed 5',
    '-y deleted 6',
    '+y restored 7',
  ]);
  assert.equal(told[0]?.json.provider, 'ada');
  assert.equal(told[5]?.json.from, 'x');
  assert.equal(watcher.notifications, 0);
});

test('a change carries the metadata, and whose session made it', async (context) => {
  const running = await startHost(context);
  const peer = await running.framedConnection();
  const { session } = await peer.hello(ALL);
  await peer.set('x', '[1.0, 2]');
  const { json } = await peer.notification();
  const { metadata } = await peer.call('get_metadata', { name: 'x' });
  assert.equal(json.session, session);
  assert.deepEqual(json.metadata, {
    ...(metadata as object),
    type: null,
    length: null,
    preview: null,
    synchronised: false,
  });
});

test('values come along up to the bytes that were asked for', async (context) => {
  const running = await startHost(context);
  const without = await running.framed(ALL);
  const small = await running.framed({ subscribe: { inline: 5 } });
  await small.set('x', '[1.0]');
  await small.set('y', '[1.00]');
  assert.equal((await without.notification()).payload.length, 0);
  const first = await small.notification();
  assert.deepEqual(first.json.value, { method: 'json', lengths: [5] });
  assert.equal(first.payload.toString(), '[1.0]');
  const second = await small.notification();
  assert.equal(second.json.value, undefined);
  assert.equal(second.payload.length, 0);
  await assert.rejects(small.call('subscribe', { subscribe: { inline: 4097 } }), { code: 'BAD_PARAMS' });
});

test('names and kinds choose what is told', async (context) => {
  const running = await startHost(context);
  const names = await running.framed({ subscribe: { names: ['a*', '?b'] } });
  const kinds = await running.framed({ subscribe: { kinds: ['numeric'] } });
  const writer = await running.framed();
  for (const [name, value] of [
    ['abc', '1'],
    ['xb', '"text"'],
    ['xxb', '2'],
    ['b', '"text"'],
  ] as const) {
    await writer.set(name, value);
  }
  await writer.answer(writer.request(OPERATION.delete, { meta: Buffer.from('b') }));
  await writer.set('a_last', '3');
  const told = [];
  for (let count = 0; count < 3; count++) told.push((await names.notification()).json.name);
  assert.deepEqual(told, ['abc', 'xb', 'a_last']);
  const numeric = [];
  for (let count = 0; count < 4; count++) numeric.push((await kinds.notification()).json.name);
  assert.deepEqual(numeric, ['abc', 'xxb', 'b', 'a_last']);
});

test('a subscription may be changed, and begins after the revision of its answer', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed(ALL);
  peer.sendSet('x', '1');
  const changed = peer.command('subscribe', { subscribe: { names: ['y'] } });
  peer.sendSet('x', '2');
  peer.sendSet('y', '1');
  const { result } = JSON.parse((await peer.answer(changed)).meta.toString());
  assert.deepEqual(result, { revision: 1 });
  assert.equal(brief(await peer.notification()), '+x created 1');
  assert.equal(brief(await peer.notification()), '+y created 3');
  assert.deepEqual(await peer.call('subscribe', { subscribe: null }), { revision: 3 });
  await peer.set('y', '2');
  await peer.call('ping');
  assert.equal(peer.notifications, 0);
});

test('a client that comes back is told what it missed, the last of each variable', async (context) => {
  const running = await startHost(context);
  const writer = await running.framed();
  await writer.set('kept', '0');
  const peer = await running.framedConnection();
  const { workspace, revision } = await peer.hello(ALL);
  assert.equal(revision, 1);
  peer.destroy();
  await writer.set('x', '1');
  await writer.set('y', '1');
  await writer.set('x', '2');
  await writer.call('rename_variable', { name: 'y', new_name: 'z' });
  await writer.set('gone', '1');
  await writer.answer(writer.request(OPERATION.delete, { meta: Buffer.from('gone') }));
  const back = await running.framedConnection();
  const { resync } = await back.hello({ subscribe: { inline: 100 }, since: { workspace, revision } });
  assert.equal(resync, false);
  await writer.set('new', '1');
  const told = [];
  for (let count = 0; count < 5; count++) told.push(await back.notification());
  assert.deepEqual(told.map(brief), [
    '+x changed 4',
    '-y renamed 5',
    '+z renamed 5',
    '-gone deleted 7',
    '+new created 8',
  ]);
  assert.equal(told[0]?.payload.toString(), '2');
});

test('a client that is too far back, ahead, or in another workspace has to read all', async (context) => {
  const running = await startHost(context);
  const { workspace, revision } = await (await running.framedConnection()).hello();
  for (const since of [
    { workspace, revision: Number(revision) + 1 },
    { workspace: 'another', revision },
  ]) {
    const { resync } = await (await running.framedConnection()).hello({ ...ALL, since });
    assert.equal(resync, true);
  }
  const { resync } = await (await running.framedConnection()).hello({
    ...ALL,
    since: { workspace, revision },
  });
  assert.equal(resync, false);
});

test('settings that change are named to every framed client', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  await peer.call('set_settings_param', { key: 'locale', value: 'de' });
  const { json } = await peer.notification(NOTIFICATION.settingsChanged);
  assert.deepEqual(json, { keys: ['settings.locale'] });
});

test('a server that closes says so first, and answers what is open', async (context) => {
  const running = await startHost(context);
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  running.register({ name: 'wait_here', params: [], handler: () => gate.then(() => ({ done: true })) });
  const peer = await running.framed();
  const id = peer.command('wait_here');
  await peer.call('ping');
  const stopping = running.host.disable('socket-server');
  const { json } = await peer.notification(NOTIFICATION.goAway);
  assert.deepEqual(json, { reason: 'the server is closing', code: 'CLOSING', reconnect: true });
  go();
  assert.deepEqual(JSON.parse((await peer.answer(id)).meta.toString()), { result: { done: true } });
  await peer.closed();
  await stopping;
});
