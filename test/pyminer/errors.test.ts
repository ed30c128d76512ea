import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64, call, FIVE, type Request } from './answers.ts';
import { sharedHost } from './shared-host.ts';
import type { HostProcess } from './start-host.ts';

const LIMIT_BYTES = 4096;
const PICKLE_OF_FIVE = base64(0x80, 4, 0x4b, 5, 0x2e);

/** Requests that must fail, by what is wrong, and the code of the answer. */
const FAULTS: Readonly<Record<string, readonly [Request, code: string]>> = {
  'unknown method': [call('read_q', 'x'), 'UNKNOWN_METHOD'],
  'a method of JavaScript objects': [call('constructor'), 'UNKNOWN_METHOD'],
  'no JSON': [{ text: 'nonsense' }, 'BAD_JSON'],
  'JSON with an error': [{ text: '{"method": read_p, "params": ["x"]}' }, 'BAD_JSON'],
  'JSON that is not UTF-8': [{ text: '{"method": "read_p", "params": ["\xff"]}' }, 'BAD_JSON'],
  'an empty packet': [{ text: '' }, 'BAD_JSON'],
  'no object': [{ text: '[1, 2]' }, 'BAD_REQUEST'],
  'no method': [{ text: '{"params": []}' }, 'BAD_REQUEST'],
  'a method that is no text': [{ text: '{"method": 5, "params": []}' }, 'BAD_REQUEST'],
  'params that are no list': [{ text: '{"method": "read_p", "params": 5}' }, 'BAD_REQUEST'],
  'too few parameters': [call('read_p'), 'BAD_PARAMS'],
  'too many parameters': [call('read_p', 'x', 'y'), 'BAD_PARAMS'],
  'a number for a name': [call('read_p', 5), 'BAD_PARAMS'],
  'null for a value': [call('write_p', 'x', null), 'BAD_PARAMS'],
  'an unknown type': [call('get_all_var_names_of_type', 'nope'), 'BAD_PARAMS'],
  'an unknown variable': [call('read_p', 'nope'), 'NOT_FOUND'],
  'an unknown variable among others': [call('get_vars', ['good', 'nope']), 'NOT_FOUND'],
  'no identifier': [call('write_p', '1bad', FIVE), 'BAD_NAME'],
  'a name of 129 characters': [call('write_p', 'n'.repeat(129), FIVE), 'BAD_NAME'],
  'a reserved name': [call('write_p', 'DataFrame', FIVE), 'RESERVED'],
  'no base64': [call('write_p', 'x', '%%%%'), 'BAD_BASE64'],
  'base64 without padding': [call('write_p', 'x', 'gARLBS4'), 'BAD_BASE64'],
  'base64 with a line end': [call('write_p', 'x', 'gARL\nBS4='), 'BAD_BASE64'],
  'no bytes': [call('write_p', 'x', ''), 'BAD_PICKLE'],
  'bytes that are no pickle': [call('write_p', 'x', 'aGVsbG8='), 'BAD_PICKLE'],
  'a pickle cut short': [call('write_p', 'x', base64(0x80, 4, 0x4b, 5)), 'BAD_PICKLE'],
  'a text longer than its pickle': [
    call('write_p', 'x', base64(0x80, 4, 0x58, 0xff, 0, 0, 0, 0x61, 0x2e)),
    'BAD_PICKLE',
  ],
  'bytes of nearly 4 GiB': [call('write_p', 'x', base64(0x42, 0xfb, 0xff, 0xff, 0xff, 0x2e)), 'BAD_PICKLE'],
  'bytes of 2 to the 63': [
    call('write_p', 'x', base64(0x80, 4, 0x8e, 255, 255, 255, 255, 255, 255, 255, 127, 0x2e)),
    'BAD_PICKLE',
  ],
  'a negative length': [
    call('write_p', 'x', base64(0x80, 2, 0x8b, 0xff, 0xff, 0xff, 0xff, 0x2e)),
    'BAD_PICKLE',
  ],
  'a memo entry that is not there': [call('write_p', 'x', base64(0x80, 4, 0x68, 7, 0x2e)), 'BAD_PICKLE'],
  'two values': [call('write_p', 'x', base64(0x80, 4, 0x4b, 5, 0x4b, 5, 0x2e)), 'BAD_PICKLE'],
  'a pickle that wants buffers': [call('write_p', 'x', base64(0x80, 5, 0x97, 0x2e)), 'NEEDS_BUFFERS'],
  'a persistent id': [call('write_p', 'x', base64(0x80, 4, 0x4b, 5, 0x51, 0x2e)), 'NEEDS_PERSISTENT_ID'],
  'a dict that is no pickle': [call('write_var_dic', 'aGVsbG8='), 'BAD_PICKLE'],
  'a dict that is a number': [call('write_var_dic', PICKLE_OF_FIVE), 'BAD_PICKLE'],
  'an unknown setting': [call('set_settings_param', 'nope', 1), 'SETTING_UNKNOWN'],
  'a setting of another kind': [call('set_settings_param', 'socket-server.port', 'x'), 'SETTING_INVALID'],
  'arrays within arrays': [
    { text: `{"method": "read_p", "params": ${'['.repeat(80)}${']'.repeat(80)}}` },
    'TOO_DEEP',
  ],
  'a packet one byte over the limit': [{ text: '{}'.padEnd(LIMIT_BYTES + 1) }, 'PACKET_TOO_LARGE'],
  'a packet far over the limit': [call('write_p', 'x', 'A'.repeat(300_000)), 'PACKET_TOO_LARGE'],
};

const GOOD = call('read_p', 'good');
const limitedHost = sharedHost({ settings: { maxPacketBytes: LIMIT_BYTES } });

for (const dialect of ['classic', 'named']) {
  test(`${dialect}: a fault is answered with a reason and a code, connection and host live`, async (context) => {
    const host = await limitedHost();
    await ask(host, dialect, 'each', [call('write_p', 'good', FIVE)]);
    for (const connection of ['one', 'long']) {
      await context.test(`connection "${connection}"`, () => checkFaults(host, dialect, connection));
    }
    const [names] = await ask(host, dialect, 'each', [call('get_all_public_variable_names')]);
    assert.deepEqual(names?.var_names, ['good'], 'nothing else was stored');
    assert.ok(host.running);
  });
}

async function checkFaults(host: HostProcess, dialect: string, connection: string): Promise<void> {
  const faults = Object.entries(FAULTS);
  const requests = faults.flatMap(([, [request]]) => [request, GOOD]);
  const answers = await ask(host, dialect, connection, requests);
  for (const [index, [fault, [request, code]]] of faults.entries()) {
    const [answer, next] = answers.slice(2 * index);
    assert.equal(answer?.code, code, `${fault}: ${JSON.stringify(answer)}`);
    assert.match(String(answer?.content), /\w+ \w+/, `${fault}: a reason`);
    const isRead = 'method' in request && request.method === 'read_p';
    assert.equal(answer?.message, isRead ? answer?.content : 'failed', fault);
    assert.equal(next?.good, FIVE, `${fault}: the next request is answered`);
  }
}

test('a packet of just the limit is read; of a dict the bad entries are skipped and named', async () => {
  const host = await limitedHost();
  const text = '{"method": "get_all_public_variable_names", "params": []}'.padEnd(LIMIT_BYTES);
  const [answer] = await ask(host, 'classic', 'each', [{ text }]);
  assert.deepEqual(answer, { var_names: [], message: 'succeed' });
  const skipped = {
    DataFrame: 'RESERVED',
    '1bad': 'BAD_NAME',
    no_base64: 'BAD_BASE64',
    no_pickle: 'BAD_PICKLE',
    cut: 'BAD_PICKLE',
  };
  const stored = { first: 1, last: 2 };
  assert.deepEqual(await host.python('skipped_entries.py'), [
    [{ message: 'success', skipped }, stored],
    [{ message: 'succeeded', skipped }, stored],
  ]);
});

async function ask(host: HostProcess, dialect: string, connection: string, requests: readonly Request[]) {
  const answers = await host.python<string[]>('send_requests.py', { dialect, connection, requests });
  return answers.map((answer) => JSON.parse(answer) as Readonly<Record<string, unknown>>);
}
