import type { Scope } from './scope.ts';
import { withTimeout } from './timeout.ts';

/** One tap as its hook keeps it, with what is counted of it (times in ms). */
export interface TapEntry<T> {
  readonly run: (value: T) => unknown;
  readonly scope: Scope;
  readonly stage: number;
  readonly label: string;
  active: boolean;
  calls: number;
  errors: number;
  ms: number;
}

const TAP_TIMEOUT_MS = 5000;

/** Runs a tap so that nothing of it escapes: its fault is reported to its own scope and counts as `undefined`. */
export async function runGuarded<T>(hook: string, entry: TapEntry<T>, value: T): Promise<unknown> {
  if (!entry.active) return undefined;
  const owner = entry.scope.owner.name;
  const start = performance.now();
  entry.calls += 1;
  try {
    const result = entry.run(value);
    if (!isThenable(result)) return result;
    return await withTimeout(Promise.resolve(result), TAP_TIMEOUT_MS, `${owner}'s tap of ${hook}`);
  } catch (error) {
    entry.errors += 1;
    entry.scope.report({ hook, owner, ms: performance.now() - start, error });
    return undefined;
  } finally {
    entry.ms += performance.now() - start;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
