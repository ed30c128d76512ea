import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { BaseExtension, Hook } from '../../core/index.ts';

/** Longest time of a tap, in ms. */
const TAP_MS = 5000;

/** In how many ways a tap can be at fault. */
export const TAP_FAULTS = ['throw', 'reject', 'hang', 'bad return'] as const;

export type TapFault = (typeof TAP_FAULTS)[number];

/** Two plugins, a faulty one and a good one, that listen to a hook. */
export interface FaultyTap {
  readonly hook: Hook<unknown, unknown>;
  /** How often the faulty tap and the good one have been called. */
  calls(): { faulty: number; good: number };
  /** Resolves when the faulty tap was called and all its calls are over, those that hang included. */
  over(): Promise<void>;
  /** Takes both taps away, before the test's clock is taken away. */
  remove(): Promise<void>;
}

/**
 * Taps a hook with both plugins. Before a tap that hangs, the clock is taken over; as soon as it hangs,
 * its time passes.
 */
export function tapFaultily(
  t: TestContext,
  hook: Hook<unknown, unknown>,
  fault: TapFault,
  { faulty, good }: { faulty: BaseExtension; good: BaseExtension },
): FaultyTap {
  if (fault === 'hang') t.mock.timers.enable({ apis: ['setTimeout'] });
  const calls = { faulty: 0, good: 0 };
  let ended = 0;
  const effect = faulty.tap(hook, () => {
    calls.faulty += 1;
    setImmediate(() => {
      if (fault === 'hang') t.mock.timers.tick(TAP_MS);
      setImmediate(() => {
        ended += 1;
      });
    });
    if (fault === 'throw') throw new Error('at fault');
    if (fault === 'reject') return Promise.reject(new Error('at fault'));
    return fault === 'hang' ? new Promise<never>(() => undefined) : 7;
  });
  const other = good.tap(hook, () => {
    calls.good += 1;
  });
  const over = async (): Promise<void> => {
    while (ended === 0 || ended < calls.faulty) await new Promise(setImmediate);
  };
  const remove = async (): Promise<void> => {
    await effect.undo();
    await other.undo();
  };
  return { hook, calls: () => ({ ...calls }), over, remove };
}

/**
 * Checks that the good plugin heard of it, and that the faulty one alone is blamed in the log, by name
 * and hook, for each call. What a tap of an announcement returns counts for nothing; a hook that takes
 * answers refuses a bad one.
 */
export function assertBlamed({ hook, calls }: FaultyTap, fault: TapFault, log: readonly string[]): void {
  const reasons: Record<TapFault, string | undefined> = {
    throw: 'at fault',
    reject: 'at fault',
    hang: `faulty's tap of ${hook.name} did not finish within ${TAP_MS} ms`,
    'bad return':
      hook.kind === 'waterfall' ? `the tap returned number, which ${hook.name} cannot take` : undefined,
  };
  const { faulty, good } = calls();
  const reason = reasons[fault];
  const line = `faulty failed in ${hook.name}: ${reason}`;
  assert.deepEqual(log, reason === undefined ? [] : Array<string>(faulty).fill(line));
  assert.equal(good, faulty);
}
