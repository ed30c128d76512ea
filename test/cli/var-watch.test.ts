import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from '../../clients/node/index.ts';
import { RestartableHost } from '../clients/restartable-host.ts';
import { CliProcess } from './cli-process.ts';

test('watch prints each change, also after a restart of the host, and ends after so many', async (context) => {
  await using host = await RestartableHost.start();
  const watch = new CliProcess(host.folder, ['var', 'watch', 'x*', '--count', '3']);
  const json = new CliProcess(host.folder, ['var', 'watch', '--json']);
  context.after(async () => {
    watch.kill('SIGKILL');
    json.kill('SIGINT');
    await json.ended;
  });
  await Promise.all([watch.says(/watching/), json.says(/watching/)]);
  const before = await connect(host.address, { client: 'writer' });
  await before.set('x1', [1, 2]);
  await before.set('other', 1);
  await before.delete('x1');
  await Promise.all([watch.says(/deleted x1/), json.says(/"deleted"/)]);
  await before.close();
  await host.end('SIGTERM');
  await watch.says(/waiting for the host/);
  await host.start();
  await watch.says(/connected again/);
  const after = await connect(host.address, { client: 'writer' });
  const revision = await after.set('x2', 'text');
  assert.deepEqual(await watch.ended, { code: 0, signal: null });
  assert.deepEqual(watch.out.trimEnd().split('\n'), [
    '1 created x1 sequence of 5 bytes by writer',
    '3 deleted x1 by writer',
    `${revision} created x2 string of 6 bytes by writer`,
  ]);
  await json.says(/"x2"/);
  await after.close();
  const names = json.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).name);
  assert.deepEqual(names.slice(0, 3), ['x1', 'other', 'x1']);
});
