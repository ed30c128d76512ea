import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePickle, encodePickle, FLAG, FRAME_KIND, OPERATION } from '../../codec/index.ts';
import type { FramedPeer, Received } from './framed-peer.ts';
import { startHost } from './running-host.ts';

const PICKLE = encodePickle([1, 2]);

/** Sends a command's frame as it is told. */
function send(
  peer: FramedPeer,
  meta: object,
  payload: readonly Uint8Array[] = [],
  flags = 0,
): Promise<Received> {
  const parts = { flags, meta: Buffer.from(JSON.stringify(meta)), payload };
  return peer.answer(peer.request(OPERATION.command, parts));
}

function json({ meta }: Received): { result: Record<string, unknown>; code: string; attachments: unknown } {
  return JSON.parse(meta.toString());
}

test('bytes go beside the JSON, and come back beside it', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const params = { name: 'x', method: 'pickle' };
  const attachments = [{ param: 'value', lengths: [PICKLE.length] }];
  const set = await send(peer, { method: 'set_var', params, attachments }, [PICKLE]);
  assert.deepEqual(json(set), { result: { revision: 1 } });
  const got = await send(peer, { method: 'get_var', params: ['x', 'pickle'] });
  assert.deepEqual(json(got), {
    result: { value: null, revision: 1 },
    attachments: [{ path: ['value'], lengths: [PICKLE.length] }],
  });
  assert.deepEqual(got.payload, Buffer.from(PICKLE));
  assert.deepEqual(json(await send(peer, { method: 'get_var', params: ['x'] })).result.value, [1, 2]);
});

test('several variables, each with its attachment, are written by one command', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const attachments = ['a', 'b'].map((name) => ({ param: 'values', name, lengths: [PICKLE.length] }));
  const set = await send(peer, { method: 'set_vars', params: { method: 'pickle' }, attachments }, [
    PICKLE,
    PICKLE,
  ]);
  assert.deepEqual(json(set), { result: { revisions: { a: 1, b: 2 } } });
  const all = await send(peer, { method: 'get_vars', params: [['a', 'b']] });
  assert.deepEqual(
    decodePickle(all.payload),
    new Map([
      ['a', [1, 2]],
      ['b', [1, 2]],
    ]),
  );
});

test("PyMiner's commands take and give pickles as bytes", async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const attachments = [{ param: 'value', lengths: [PICKLE.length] }];
  await send(peer, { method: 'write_p', params: ['x'], attachments }, [PICKLE]);
  const { payload } = await send(peer, { method: 'read_p', params: ['x'] });
  assert.deepEqual(payload, Buffer.from(PICKLE));
});

test('params may stand in the payload, in front of what is attached', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const text = Buffer.from(JSON.stringify({ name: 'x', method: 'pickle' }));
  const meta = {
    method: 'set_var',
    length: text.length,
    attachments: [{ param: 'value', lengths: [PICKLE.length] }],
  };
  const answer = await send(peer, meta, [text, PICKLE], FLAG.jsonInPayload);
  assert.deepEqual(json(answer), { result: { revision: 1 } });
});

test('a long result stands in the payload, JSON first', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const text = 'é'.repeat(800_000);
  await peer.set('x', JSON.stringify(text));
  const { flags, meta, payload } = await send(peer, { method: 'get_var', params: ['x'] });
  assert.equal(flags, FLAG.jsonInPayload);
  const { length } = JSON.parse(meta.toString());
  assert.equal(length, payload.length);
  assert.deepEqual(JSON.parse(payload.toString()), { value: text, revision: 1 });
});

test("a value's JSON text is kept as it was sent", async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const meta = Buffer.from(
    '{"method": "set_var", "params": {"name": "x", "value": [1.0,  18446744073709551616]}}',
  );
  await peer.answer(peer.request(OPERATION.command, { meta }));
  assert.equal((await peer.get('x')).payload.toString(), '[1.0,  18446744073709551616]');
});

test('what makes no sense is refused by name, and the connection lives on', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const attached = (over: object): object => ({
    method: 'set_var',
    params: { name: 'x', method: 'pickle' },
    attachments: [{ param: 'value', lengths: [PICKLE.length], ...over }],
  });
  for (const [meta, code] of [
    [[], 'BAD_REQUEST'],
    [{}, 'BAD_REQUEST'],
    [{ method: 5 }, 'BAD_REQUEST'],
    [{ method: 'set_var', params: 'x' }, 'BAD_REQUEST'],
    [{ method: 'nothing' }, 'BAD_REQUEST'],
    [attached({ lengths: [PICKLE.length - 1] }), 'BAD_REQUEST'],
    [attached({ lengths: [PICKLE.length + 1] }), 'BAD_REQUEST'],
    [attached({ lengths: [-1, PICKLE.length + 1] }), 'BAD_REQUEST'],
    [attached({ lengths: [0.5, PICKLE.length - 0.5] }), 'BAD_REQUEST'],
    [attached({ lengths: [] }), 'BAD_REQUEST'],
    [attached({ lengths: 'all' }), 'BAD_REQUEST'],
    [attached({ param: 5 }), 'BAD_REQUEST'],
    [attached({ name: 5 }), 'BAD_REQUEST'],
    [attached({ param: 'name' }), 'BAD_PARAMS'],
    [attached({ param: 'provider' }), 'BAD_PARAMS'],
    [attached({ param: 'nothing' }), 'BAD_PARAMS'],
    [{ ...attached({}), params: ['x', 1] }, 'BAD_PARAMS'],
    [{ ...attached({}), method: 'ping' }, 'BAD_PARAMS'],
    [{ ...attached({ param: 'values' }), method: 'set_vars', params: {} }, 'BAD_PARAMS'],
    [{ ...attached({ lengths: [PICKLE.length - 1, 1] }), method: 'write_p', params: ['x'] }, 'BAD_PARAMS'],
  ] as const) {
    const answer = await send(peer, meta, [PICKLE]);
    assert.equal(answer.kind, FRAME_KIND.error);
    assert.equal(json(answer).code, code, JSON.stringify(meta));
  }
  for (const [text, code] of [
    ['{"method": "ping"', 'BAD_JSON'],
    [`{"method": "ping", "params": ${'['.repeat(65)}${']'.repeat(65)}}`, 'TOO_DEEP'],
    ['{"method": "write_p", "params": ["x", "gAVLBS4="]}', 'BAD_PARAMS'],
    ['{"method": "set_var", "params": {"name": "x", "value": "gAVLBS4=", "method": "pickle"}}', 'BAD_PARAMS'],
    ['{"method": "nothing"}', 'UNKNOWN_METHOD'],
    ['{"method": "read_p", "params": ["x"]}', 'NOT_FOUND'],
  ] as const) {
    const answer = await peer.answer(peer.request(OPERATION.command, { meta: Buffer.from(text) }));
    assert.equal(json(answer).code, code, text);
  }
  await peer.call('ping');
});
