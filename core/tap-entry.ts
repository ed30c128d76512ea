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

/** What is known of one tap: for `inspect()` and `plugin tree`. Times in ms. */
export interface TapInfo {
  readonly hook: string;
  readonly owner: string;
  readonly stage: number;
  readonly label: string;
  readonly calls: number;
  readonly errors: number;
  readonly ms: number;
}

/** What is known of an entry of a hook. */
export function tapInfo<T>(hook: string, { scope, stage, label, calls, errors, ms }: TapEntry<T>): TapInfo {
  return { hook, owner: scope.owner.name, stage, label, calls, errors, ms };
}

const TAP_TIMEOUT_MS = 5000;

/** An answer of a tap that is no fault. */
export type Accepts = (answer: unknown) => boolean;

const acceptAll: Accepts = () => true;

/**
 * Runs a tap so that nothing of it escapes: its fault is reported to its own scope and counts as
 * `undefined`. An answer that `accepts` refuses is a fault (`BAD_PLUGIN`). A tap that waits for nothing is
 * done, and its answer given, when this returns.
 */
export function runGuarded<T>(
  hook: string,
  entry: TapEntry<T>,
  value: T,
  accepts: Accepts = acceptAll,
): unknown | Promise<unknown> {
  if (!entry.active) return undefined;
  const start = performance.now();
  entry.calls += 1;
  let answer: unknown;
  try {
    answer = entry.run(value);
    return isThenable(answer) ? settle(hook, entry, answer, accepts, start) : checked(hook, answer, accepts);
  } catch (error) {
    return report(hook, entry, error, start);
  } finally {
    if (!isThenable(answer)) entry.ms += performance.now() - start;
  }
}

/** Waits for a tap, not too long. */
async function settle<T>(
  hook: string,
  entry: TapEntry<T>,
  answer: PromiseLike<unknown>,
  accepts: Accepts,
  start: number,
): Promise<unknown> {
  const what = `${entry.scope.owner.name}'s tap of ${hook}`;
  try {
    return checked(hook, await withTimeout(Promise.resolve(answer), TAP_TIMEOUT_MS, what), accepts);
  } catch (error) {
    return report(hook, entry, error, start);
  } finally {
    entry.ms += performance.now() - start;
  }
}

function checked(hook: string, answer: unknown, accepts: Accepts): unknown {
  if (answer === undefined || accepts(answer)) return answer;
  throw new HeadframeError('BAD_PLUGIN', `the tap returned ${typeof answer}, which ${hook} cannot take`);
}

function report<T>(hook: string, entry: TapEntry<T>, error: unknown, start: number): undefined {
  entry.errors += 1;
  entry.scope.report({ hook, owner: entry.scope.owner.name, ms: performance.now() - start, error });
  return undefined;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
