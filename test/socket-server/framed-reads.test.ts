import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decodeLayouts,
  encodeNameMeta,
  encodeNamesMeta,
  FLAG,
  FRAME_KIND,
  METHOD_NUMBER,
  OPERATION,
} from '../../codec/index.ts';
import type { FramedPeer, Received } from './framed-peer.ts';
import { startHost } from './running-host.ts';

function refusal({ kind, meta }: Received): { code: string; message: string } {
  assert.equal(kind, FRAME_KIND.error);
  const { code, message } = JSON.parse(meta.toString());
  return { code, message };
}

const ask = (peer: FramedPeer, operation: number, meta: Buffer, flags = 0) =>
  peer.answer(peer.request(operation, { meta, flags }));

test('who knows the revision of a variable gets its value only when it is another one', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  await peer.call('set_var', { name: 'x', value: 'first' });
  const known = await ask(peer, OPERATION.get, encodeNameMeta('x', 1), FLAG.revision);
  assert.equal(known.flags & FLAG.revision, FLAG.revision);
  assert.deepEqual(known.payload.toString(), '');
  assert.equal(decodeLayouts(known.meta)[0]?.revision, 1);
  await peer.call('set_var', { name: 'x', value: 'second' });
  const changed = await ask(peer, OPERATION.get, encodeNameMeta('x', 1), FLAG.revision);
  assert.equal(changed.flags & FLAG.revision, 0);
  assert.equal(changed.payload.toString(), '"second"');
  assert.equal(decodeLayouts(changed.meta)[0]?.revision, 2);
});

test('values that together are more than a frame may have are refused, each alone is given', async (context) => {
  const running = await startHost(context, { maxPayloadBytes: 65_536 });
  const peer = await running.framed();
  for (const name of ['a', 'b']) await peer.call('set_var', { name, value: name.repeat(40_000) });
  assert.deepEqual(refusal(await ask(peer, OPERATION.getMany, encodeNamesMeta(['a', 'b']))), {
    code: 'TOO_LARGE',
    message: 'together they have 80004 bytes; socket-server.maxPayloadBytes is 65536',
  });
  const alone = await ask(peer, OPERATION.getMany, encodeNamesMeta(['a']));
  assert.equal(alone.payload.length, 40_002);
});

test('what a frame asks for that there is not is refused, and the session goes on', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  await peer.call('set_var', { name: 'x', value: 1 });
  assert.deepEqual(refusal(await ask(peer, 200, Buffer.alloc(0))), {
    code: 'UNKNOWN_METHOD',
    message: 'there is no operation 200',
  });
  const both = METHOD_NUMBER.pickle | METHOD_NUMBER.json;
  assert.deepEqual(refusal(await ask(peer, OPERATION.get, encodeNameMeta('x'), both)), {
    code: 'BAD_META',
    message: `the flags ${both} ask for two methods`,
  });
  assert.equal((await peer.get('x')).payload.toString(), '1');
});
