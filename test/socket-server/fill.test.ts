import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHost } from './running-host.ts';
import { until } from './until.ts';

const CONNECTIONS = 1024;
const VARIABLES = 100_000;
const BATCH = 10_000;

test('1024 clients are served, one more is refused by name and code, and room that is made is given', async (context) => {
  const running = await startHost(context);
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => running.peer('subscriber')));
  const refused = await running.peer();
  const { code, content } = JSON.parse(await refused.packet());
  assert.deepEqual(
    [code, content],
    ['TOO_MANY_CONNECTIONS', 'there are 1024 connections (setting socket-server.maxConnections)'],
  );
  await refused.closed;
  const answers = await Promise.all(clients.map((client) => client.call('ping')));
  assert.equal(new Set(answers).size, 1);
  const [leaving, staying] = clients;
  leaving?.destroy();
  await until('the server has seen the end of one', async () => {
    const { counters } = JSON.parse((await staying?.call('server_info')) ?? '{}');
    return counters.open < CONNECTIONS;
  });
  const late = await running.peer('classic');
  assert.equal(await late.call('ping'), '{"message": "succeeded"}');
});

test('100,000 variables are kept, one more is refused by name and code, and one that goes makes room', async (context) => {
  const running = await startHost(context);
  const client = await running.framed();
  for (let first = 0; first < VARIABLES; first += BATCH) {
    const vars = Object.fromEntries(
      Array.from({ length: BATCH }, (_, index) => [`v${first + index}`, index]),
    );
    await client.call('set_vars', { values: vars });
  }
  await assert.rejects(client.call('set_var', { name: 'more', value: 1 }), {
    code: 'TOO_MANY',
    message: /100000.*max_variables/,
  });
  await client.call('set_var', { name: 'v1', value: 'again' });
  await client.call('delete_variables', { names: ['v0'] });
  await client.call('set_var', { name: 'more', value: 1 });
  assert.equal((await client.call('get_var', { name: 'v99999' })).value, 9999);
});
