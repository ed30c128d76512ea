import { HeadframeError } from './errors.ts';
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

/**
 * Runs a tap so that nothing of it escapes: its fault is reported to its own scope and counts as
 * `undefined`. An answer that `accepts` refuses is a fault (`BAD_PLUGIN`).
 */
export async function runGuarded<T>(
  hook: string,
  entry: TapEntry<T>,
  value: T,
  accepts: (answer: unknown) => boolean = () => true,
): Promise<unknown> {
  if (!entry.active) return undefined;
  const owner = entry.scope.owner.name;
  const start = performance.now();
  entry.calls += 1;
  try {
    const result = entry.run(value);
    const answer = isThenable(result)
      ? await withTimeout(Promise.resolve(result), TAP_TIMEOUT_MS, `${owner}'s tap of ${hook}`)
      : result;
    if (answer === undefined || accepts(answer)) return answer;
    throw new HeadframeError('BAD_PLUGIN', `the tap returned ${typeof answer}, which ${hook} cannot take`);
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
