import { test } from 'node:test';
import { startHost } from '../socket-server/running-host.ts';
import { CASES, runCase } from './cases.ts';
import { type TextDialect, TextDriver } from './text-driver.ts';

const DIALECTS: Readonly<Record<string, TextDialect>> = {
  classic: { preamble: () => 'long_conn', greets: false },
  named: {
    preamble: (name) => `${JSON.stringify({ method: 'start_long_connection', name, params: [] })}PMEND`,
    greets: true,
  },
};

for (const [name, dialect] of Object.entries(DIALECTS)) {
  test(`the dialect ${name} does as every client has to`, async (context) => {
    const driver = await TextDriver.connect(await startHost(context), dialect);
    for (const one of CASES) await context.test(one.title, () => runCase(one, driver));
  });
}
