/**
 * Loaded before Node's test runner, which follows every promise and handle of its process to the test that made it:
 * that takes a tenth of the time of all tests. Here it follows only what comes about while a file is loaded, whence it
 * knows what is declared in which suite. An error that nobody catches is told of the file by `load-files.ts`, and not
 * of a test.
 */
import hooks from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';

/** What the runner calls its tests and suites. */
const TEST = 'Test';
const { createHook } = hooks;
let isLoading = false;

/** Loads a file of tests; one at a time. */
export async function loadTracked(load: () => Promise<unknown>): Promise<void> {
  isLoading = true;
  try {
    await load();
  } finally {
    isLoading = false;
  }
}

hooks.createHook = ({ init, destroy: _, ...others }) => {
  // The runner takes its own when it is set up, before any other.
  hooks.createHook = createHook;
  syncBuiltinESMExports();
  return createHook({
    ...others,
    init(id, type, trigger, resource) {
      if (isLoading || type === TEST) init?.(id, type, trigger, resource);
    },
  });
};
