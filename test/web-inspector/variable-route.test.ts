import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { connect } from 'headframe/client';
import { ensureTokens } from '../../core/token-file.ts';
import { startPageHost } from '../browser/page-host.ts';

test('a program reads a variable by HTTP as typed JSON, with a token of a reader', async (t) => {
  const host = await startPageHost(t);
  await using client = await connect(host.port);
  const document = '{"a": [1.0, 18446744073709551616, {"$type":"tuple","items":[null]}]}';
  const raw = { method: 'json', document: Buffer.from(document), buffers: [] } as const;
  const revision = await client.setRaw('värde', raw);
  const array = await client.set('array', new Float64Array(1000).fill(0.5));
  const unknown = Buffer.from('cposix\nsystem\n(Vtrue\ntR.');
  await client.setRaw('strange', { method: 'pickle', document: unknown, buffers: [] });
  const { read } = await ensureTokens(join(host.folder, '.headframe'));
  const get = (path: string, token = read): Promise<Response> =>
    fetch(`${host.origin}/variables/${path}`, { headers: { authorization: `Bearer ${token}` } });

  const answer = await get(encodeURIComponent('värde'));
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'application/json');
  assert.equal(answer.headers.get('headframe-revision'), String(revision));
  assert.equal(await answer.text(), document);

  const numbers = await get('array');
  assert.equal(numbers.headers.get('headframe-revision'), String(array));
  const { $type, data } = (await numbers.json()) as { $type: string; data: string };
  assert.equal($type, 'ndarray');
  assert.equal(Buffer.from(data, 'base64').readDoubleLE(7992), 0.5);

  const refused = [
    ['nothing', read, 404, /^NOT_FOUND: variable nothing not found/],
    ['strange', read, 422, /^NOT_CONVERTIBLE: .*posix\.system/],
    ['%', read, 400, /percent-encoded/],
    ['array', 'hf_r_wrong', 401, /not been let in/],
  ] as const;
  for (const [path, token, status, text] of refused) {
    const { status: given, ...rest } = await get(path, token).then(async (one) => ({
      status: one.status,
      text: await one.text(),
    }));
    assert.equal(given, status, path);
    assert.match(rest.text, text);
  }
});
