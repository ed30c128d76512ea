import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decodeRevisions,
  encodeNameMeta,
  encodeWriteMeta,
  FRAME_KIND,
  type FrameParts,
  METHOD_NUMBER,
  OPERATION,
} from '../../codec/frame/index.ts';
import { Scope } from '../../core/index.ts';
import { createTestHost } from '../../core/testing.ts';
import { FramedPeer, type Received } from './framed-peer.ts';
import { startHost } from './running-host.ts';

function sendGet(peer: FramedPeer, name: string): number {
  return peer.request(OPERATION.get, { meta: encodeNameMeta(name) });
}

test('a get behind a set sees it, ten thousand times', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const ids = Array.from({ length: 10_000 }, (_, index) => [
    peer.sendSet('x', String(index)),
    sendGet(peer, 'x'),
  ]);
  for (const [index, [set = 0, get = 0]] of ids.entries()) {
    assert.equal((await peer.answer(set)).kind, FRAME_KIND.answer);
    assert.equal((await peer.answer(get)).payload.toString(), String(index));
  }
});

test('a get behind a large set sees it, and a set behind a slow get does not change what that gives', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const large = `[${'1,'.repeat(2_500_000)}1]`;
  peer.sendSet('x', large);
  const asPickle = peer.request(OPERATION.get, { flags: 1, meta: encodeNameMeta('x') });
  const asJson = sendGet(peer, 'x');
  peer.sendSet('x', '2');
  const after = sendGet(peer, 'x');
  assert.equal((await peer.answer(after)).payload.toString(), '2');
  assert.equal((await peer.answer(asJson)).payload.length, large.length);
  assert.ok((await peer.answer(asPickle)).payload.length > 2_500_000);
});

test('commands and operations take effect in the order in which they were sent', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const ids: number[] = [];
  for (let index = 0; index < 200; index++) {
    peer.command('set_var', { name: 'x', value: index });
    ids.push(sendGet(peer, 'x'));
    peer.sendSet('x', `[${index}]`);
    ids.push(peer.command('get_var', { name: 'x' }));
    peer.command('delete_variables', { names: ['x'] });
    ids.push(sendGet(peer, 'x'));
  }
  const brief = ({ kind, operation, meta, payload }: Received): string => {
    if (kind === FRAME_KIND.error) return JSON.parse(meta.toString()).code;
    return operation === OPERATION.get
      ? payload.toString()
      : JSON.stringify(JSON.parse(meta.toString()).result.value);
  };
  for (let index = 0; index < 200; index++) {
    const answers = [];
    for (const id of ids.slice(3 * index, 3 * index + 3)) answers.push(brief(await peer.answer(id)));
    assert.deepEqual(answers, [`${index}`, `[${index}]`, 'NOT_FOUND']);
  }
});

test('sets that come together are made in their order, each with its revision; one that is refused concerns no other', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const set = (id: number, name: string, text: string): FrameParts => {
    const meta = encodeWriteMeta({ name, buffers: [] });
    const payload = [Buffer.from(text)];
    return {
      kind: FRAME_KIND.request,
      operation: OPERATION.set,
      flags: METHOD_NUMBER.json,
      id,
      meta,
      payload,
    };
  };
  const get = { kind: FRAME_KIND.request, operation: OPERATION.get, meta: encodeNameMeta('x') };
  const first = peer.nextId();
  const ids = Array.from({ length: 7 }, () => peer.nextId());
  const [a = 0, b = 0, c = 0, seen = 0, d = 0, bad = 0, e = 0] = ids;
  peer.send(set(first, 'x', '0'), set(a, 'x', '1'), set(b, 'y', '1'), set(c, 'x', '2'), { ...get, id: seen });
  peer.send(set(d, 'x', '3'), set(bad, 'x', 'no json'), set(e, 'x', '4'));
  const revisions: number[] = [];
  for (const id of [first, a, b, c, d, e]) {
    revisions.push(decodeRevisions((await peer.answer(id)).meta)[0] ?? 0);
  }
  const start = revisions[0] ?? 0;
  assert.deepEqual(
    revisions.map((revision) => revision - start),
    [0, 1, 2, 3, 4, 5],
  );
  assert.equal((await peer.answer(seen)).payload.toString(), '2');
  const error = await peer.answer(bad);
  assert.equal(error.kind, FRAME_KIND.error);
  assert.equal(JSON.parse(error.meta.toString()).code, 'BAD_JSON');
  assert.equal((await peer.get('x')).payload.toString(), '4');
});

test('a write that a plugin is asked about holds up what is behind it', async (context) => {
  await using running = await createTestHost({
    plugins: ['workspace', 'settings', 'socket-server'],
    settings: { 'socket-server': { port: 0 } },
  });
  const scope = new Scope({ name: 'asked', rank: 9 });
  const { beforeWrite } = running.extensionLib.getInterface('workspace').hooks;
  beforeWrite.tap(scope, () => new Promise((resolve) => setImmediate(() => resolve(undefined))));
  const peer = await FramedPeer.connect(
    running.extensionLib.getInterface('socket-server').address()?.port ?? 0,
  );
  context.after(() => peer.destroy());
  await peer.hello();
  const gets = Array.from({ length: 50 }, (_, index) => {
    peer.sendSet('x', String(index));
    return sendGet(peer, 'x');
  });
  for (const [index, id] of gets.entries()) {
    assert.equal((await peer.answer(id)).payload.toString(), String(index));
  }
});

test('who waits holds up nobody, up to 256 open requests', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const waits = Array.from({ length: 255 }, (_, index) => peer.command('wait_for', { name: `x${index}` }));
  await peer.answer(peer.request(OPERATION.ping));
  const last = peer.command('wait_for', { name: 'last' });
  const held = peer.request(OPERATION.ping);
  const other = await running.framed();
  await other.call('ping');
  await other.set('x0', '1');
  const order = [(await peer.frame()).id, (await peer.frame()).id];
  assert.deepEqual(order, [waits[0], held]);
  await other.set('last', '1');
  await peer.answer(last);
});

test('of sets that come together, one whose meta cannot be read concerns no other', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const set = (id: number, name: string, buffers: readonly number[]): FrameParts => ({
    kind: FRAME_KIND.request,
    operation: OPERATION.set,
    flags: METHOD_NUMBER.json,
    id,
    meta: encodeWriteMeta({ name, buffers }),
    payload: [Buffer.from('1')],
  });
  const [before, bad, after] = [peer.nextId(), peer.nextId(), peer.nextId()];
  peer.send(set(before, 'x', []), set(bad, 'y', [100]), set(after, 'z', []));
  assert.equal(JSON.parse((await peer.answer(bad)).meta.toString()).code, 'BAD_META');
  for (const id of [before, after]) assert.equal((await peer.answer(id)).kind, FRAME_KIND.answer);
  assert.deepEqual((await peer.call('get_all_public_variable_names')).var_names, ['x', 'z']);
});
