import { describe, test } from 'node:test';
import { startHost } from '../socket-server/running-host.ts';
import { CASES, runCase } from './cases.ts';
import { NodeDriver } from './node-driver.ts';

describe('the Node client does as every client has to', () => {
  for (const one of CASES) {
    test(one.title, async (context) => {
      const host = await startHost(context);
      await using driver = await NodeDriver.connect(host.port);
      await runCase(one, driver);
    });
  }
});
