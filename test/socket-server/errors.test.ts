import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Peer } from './peer.ts';
import { startHost } from './running-host.ts';

const NOTHING_STORED = '{"var_names": [], "message": "succeed"}';

/** Packets that are refused, with code and reason. */
const REFUSED: readonly (readonly [packet: string, code: string, content: RegExp])[] = [
  ['nonsense', 'BAD_JSON', /byte 0/],
  ['{"method": "ping", "params": [}', 'BAD_JSON', /byte 30/],
  ['{"method": "ping"} {}', 'BAD_JSON', /byte 19/],
  ['{"method": "p\xffing"}', 'BAD_JSON', /UTF-8/],
  ['', 'BAD_JSON', /not complete/],
  ['[]', 'BAD_REQUEST', /^a request is an object, not array/],
  ['{}', 'BAD_REQUEST', /method is a text/],
  ['{"method": 5}', 'BAD_REQUEST', /method is a text/],
  [`{"method": "${'m'.repeat(300)}"}`, 'BAD_REQUEST', /256 bytes/],
  ['{"method": "ping", "params": "x"}', 'BAD_REQUEST', /params are a list or an object, not string/],
  ['{"method": "ping", "params": null}', 'BAD_REQUEST', /not null/],
  ['{"method": "__proto__", "params": []}', 'UNKNOWN_METHOD', /no method "__proto__"/],
  ['{"method": "ping", "params": [1]}', 'BAD_PARAMS', /takes 0 parameters, not 1/],
  ['{"method": "write_p", "params": []}', 'BAD_PARAMS', /needs the parameter name/],
  ['{"method": "write_p", "params": {"name": "x", "nope": 1}}', 'BAD_PARAMS', /no parameter "nope"/],
  ['{"method": "write_p", "params": [["x"], "gARLBS4="]}', 'BAD_PARAMS', /name must be string/],
  [
    '{"method": "write_p", "params": ["x", {}]}',
    'BAD_PARAMS',
    /value must be a text with base64, not object/,
  ],
  ['{"method": "write_p", "params": ["x", "gARLBS4=", 5]}', 'BAD_PARAMS', /provider must be/],
  [`{"method": "write_p", "params": ["x", "gARLBS4=", "${'p'.repeat(65)}"]}`, 'BAD_PARAMS', /provider/],
  ['{"method": "write_p", "params": ["x", "gARLBS4"]}', 'BAD_BASE64', /padded/],
  ['{"method": "write_p", "params": ["x", "gARL-S4="]}', 'BAD_BASE64', /alphabet/],
  ['{"method": "write_p", "params": ["x", "aGVsbG8="]}', 'BAD_PICKLE', /./],
  ['{"method": "write_p", "params": ["1x", "gARLBS4="]}', 'BAD_NAME', /identifier/],
  ['{"method": "write_p", "params": ["Type", "gARLBS4="]}', 'RESERVED', /Type/],
  ['{"method": "delete_variable", "params": [["x", "Series"]]}', 'RESERVED', /Series/],
  ['{"method": "get_vars", "params": [["nope"]]}', 'NOT_FOUND', /nope/],
  ['{"method": "set_settings_param", "params": ["nope", 1]}', 'SETTING_UNKNOWN', /nope/],
  ['{"method": "get_vars", "params": [{"__proto__": 1}]}', 'BAD_PARAMS', /names must be array/],
];

for (const dialect of ['classic', 'named', 'subscriber'] as const) {
  test(`${dialect}: every fault is answered with reason and code, and the connection lives`, async (context) => {
    const peer = await (await startHost(context)).peer(dialect);
    for (const [packet, code, reason] of REFUSED) {
      peer.send(Buffer.from(`${packet}PMEND`, 'latin1'));
      const { message, content, code: given } = JSON.parse(await peer.packet());
      assert.deepEqual({ message, code: given }, { message: 'failed', code }, packet);
      assert.match(content, reason, packet);
    }
    const { var_names } = JSON.parse(await peer.call('get_all_public_variable_names'));
    assert.deepEqual(var_names, []);
  });
}

test('limits hold at the byte, name their setting, and the next request is read', async (context) => {
  const settings = { maxPacketBytes: 2048, maxJsonBytes: 256, maxNesting: 5, maxKeys: 4 };
  const peer = await (await startHost(context, settings)).peer('classic');
  const names = '{"method": "get_all_public_variable_names", "params": []}';
  for (const size of [2047, 2048]) {
    peer.send(`${names.slice(0, -1).padEnd(size - 1)}}PMEND`);
    assert.equal(await peer.packet(), NOTHING_STORED, `${size} bytes`);
  }
  await refuses(peer, `{"x": "${'a'.repeat(2040)}"}`, 'PACKET_TOO_LARGE', 'maxPacketBytes');
  await refuses(peer, `{"x": "${'a'.repeat(500_000)}"}`, 'PACKET_TOO_LARGE', 'maxPacketBytes');
  const parameter = (size: number) => `{"method": "read_p", "params": ["${'n'.repeat(size - 2)}"]}`;
  for (const size of [255, 256]) await refuses(peer, parameter(size), 'NOT_FOUND', 'n');
  await refuses(peer, parameter(257), 'TOO_LARGE', 'maxJsonBytes');
  const nested = (depth: number) =>
    `{"method": "get_vars", "params": [${'['.repeat(depth - 2)}${']'.repeat(depth - 2)}]}`;
  for (const depth of [4, 5]) await refuses(peer, nested(depth), 'BAD_PARAMS', 'names');
  await refuses(peer, nested(6), 'TOO_DEEP', 'maxNesting');
  const keys = (count: number) =>
    `{"method": "ping", "params": {${Array.from({ length: count - 2 }, (_, index) => `"k${index}": 1`).join()}}}`;
  for (const count of [3, 4]) await refuses(peer, keys(count), 'BAD_PARAMS', 'k0');
  await refuses(peer, keys(5), 'TOO_MANY_KEYS', 'maxKeys');
  assert.equal(await peer.call('get_all_public_variable_names'), NOTHING_STORED);
});

test('a command that fails, or gives what is no result, is answered and logged', async (context) => {
  const running = await startHost(context);
  const results = { throws: () => Promise.reject(new Error('broken')), odd: () => ({ value: () => 1 }) };
  for (const [name, handler] of Object.entries(results)) running.register({ name, params: [], handler });
  const deep: unknown[] = [];
  deep.push(deep);
  running.register({ name: 'recursive', params: [], handler: () => ({ deep }) });
  const peer = await running.peer('named');
  assert.equal(await peer.call('throws'), '{"message": "failed", "content": "broken", "code": "INTERNAL"}');
  assert.match(
    await peer.call('odd'),
    /^\{"message": "failed", "content": "the command's result has no JSON at value", /,
  );
  assert.match(await peer.call('recursive'), /^\{"message": "failed", .*"code": "INTERNAL"\}$/);
  assert.equal(await peer.call('ping'), '{"message": "succeeded"}');
  assert.equal(running.log.with('error: throws of tester failed: broken').length, 1);
});

async function refuses(peer: Peer, packet: string, code: string, content: string): Promise<void> {
  peer.send(`${packet}PMEND`);
  const answer = JSON.parse(await peer.packet());
  assert.equal(answer.code, code, packet.slice(0, 80));
  assert.ok(answer.content.includes(content), answer.content);
}
