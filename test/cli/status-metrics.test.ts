import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Metrics } from '../../cli/status-metrics.ts';
import { connect } from '../../clients/node/index.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { startHostProcess } from './cli-process.ts';
import { runCli, runJson } from './run-cli.ts';

test('status --metrics counts by connection, command, code, hook and plugin', async (t) => {
  const folder = temporaryFolder(t);
  await startHostProcess(t, folder);
  await using client = await connect(`unix:${join(folder, '.headframe', 'headframe.sock')}`, {
    client: 'ann',
  });
  await client.set('x', 1);
  await client.call('ping');
  await assert.rejects(client.call('get_var', { name: 'nothing' }), { code: 'NOT_FOUND' });
  const { metrics } = await runJson<{ metrics: Metrics }>(folder, 'status', '--metrics');
  assert.deepEqual(metrics.server.errors, { NOT_FOUND: 1 });
  assert.deepEqual(metrics.commands.get_var, { calls: 1, errors: 1 });
  assert.equal(metrics.commands.ping?.errors, 0);
  const [ann] = metrics.connections;
  assert.deepEqual([ann?.client, ann?.dialect, ann?.errors], ['ann', 'framed', 1]);
  assert.equal(metrics.hooks['workspace.dataCreated']?.['socket-server']?.errors, 0);
  assert.equal(metrics.plugins['socket-server']?.state, 'active');
  assert.ok(Number(metrics.plugins['socket-server']?.effects) > 0);
  const { out } = await runCli(folder, ['status', '--metrics']);
  assert.match(out, /^errors: NOT_FOUND 1$/m);
  assert.match(out, /^ {2}get_var +1 calls +1 errors$/m);
  const plain = await runJson<object>(folder, 'status');
  assert.equal('metrics' in plain, false);
});
