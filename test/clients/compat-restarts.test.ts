import { test } from 'node:test';
import { testSeed } from '../seed.ts';
import { runCompatRestarts } from './compat-restarts.ts';
import { startWorkspaceHost } from './workspace-host.ts';

test('clients of 2020 and 2021 end with the host’s view, whenever they are cut off', async (context) => {
  const seed = testSeed();
  context.diagnostic(`HEADFRAME_SEED=${seed}`);
  await runCompatRestarts(await startWorkspaceHost(context), 5, 2, seed);
});
