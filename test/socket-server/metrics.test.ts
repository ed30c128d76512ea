import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorCodes } from '../../framed/request-counts.ts';
import { startHost } from './running-host.ts';

test('requests and errors are counted, by connection and by code, in every dialect', async (context) => {
  const running = await startHost(context);
  const [text, framed] = [await running.peer('named'), await running.framed({ client: 'counted' })];
  await text.call('read_p', 'nothing');
  await text.call('no_such_method');
  await assert.rejects(framed.call('get_var', { name: 'nothing' }), { code: 'NOT_FOUND' });
  const { errors, counters, event_loop } = (await framed.call('server_info')) as {
    errors: object;
    counters: Record<string, number>;
    event_loop: object;
  };
  assert.deepEqual(errors, { NOT_FOUND: 2, UNKNOWN_METHOD: 1 });
  assert.deepEqual([counters.errors, counters.open, counters.queuedBytes], [3, 2, 0]);
  assert.deepEqual(Object.keys(event_loop), ['p50', 'p99', 'max']);
  assert.ok(Object.values(event_loop).every((ms) => Number.isFinite(ms) && ms >= 0));
  const { value } = (await framed.call('call_interface', {
    interface: 'socket-server',
    method: 'clients',
  })) as { value: { client: string; requests: number; errors: number }[] };
  const [first, second] = value;
  assert.deepEqual([first?.client, first?.requests, first?.errors], ['tester', 2, 2]);
  assert.deepEqual([second?.client, second?.errors], ['counted', 1]);
});

test('codes without end are counted together', () => {
  const codes = new ErrorCodes();
  for (let index = 0; index < 1000; index += 1) codes.add(`CODE_${index}`);
  codes.add('CODE_0');
  const counts = codes.counts();
  assert.deepEqual([Object.keys(counts).length, counts.CODE_0, counts.OTHER], [257, 2, 744]);
});
