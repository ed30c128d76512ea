/**
 * Loaded before Node's test runner, which follows every promise and handle of its process to the test that made it:
 * that takes a tenth of the time of all tests. Here it follows only what comes about while a file is loaded, whence it
 * knows what is declared in which suite. An error that nobody catches is told of the process, which ends with exit
 * code 1, and not of a test.
 */
import hooks from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';

/** What the runner calls its tests and suites. */
const TEST = 'Test';
const { createHook } = hooks;
let loading = 0;

/** Loads a file of tests. */
export async function loadTracked(load: () => Promise<unknown>): Promise<void> {
  loading += 1;
  try {
    await load();
  } finally {
    loading -= 1;
  }
}

hooks.createHook = ({ init, destroy: _, ...others }) => {
  // The runner takes its own when it is set up, before any other.
  hooks.createHook = createHook;
  syncBuiltinESMExports();
  return createHook({
    ...others,
    init(id, type, trigger, resource) {
      if (loading > 0 || type === TEST) init?.(id, type, trigger, resource);
    },
  });
};
