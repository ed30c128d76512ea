import { test } from 'node:test';
import { startHost } from '../socket-server/running-host.ts';
import { CASES, runCase } from './cases.ts';
import { NodeDriver } from './node-driver.ts';

test('the Node client does as every client has to', async (context) => {
  const host = await startHost(context);
  await using driver = await NodeDriver.connect(host.port);
  for (const one of CASES) await context.test(one.title, () => runCase(one, driver));
});
