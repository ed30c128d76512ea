import { setTimeout as delay } from 'node:timers/promises';
import { HeadframeError } from '../core/index.ts';
import type { Context } from './context.ts';
import { withProgress } from './progress.ts';

const POLL_MS = 25;

/**
 * Asks again and again until there is an answer, and says after a second what is waited for.
 * Throws `TIMEOUT` after `timeoutMs`.
 */
export async function until<T>(
  context: Context,
  what: string,
  timeoutMs: number,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  return withProgress(context, `waiting for ${what}`, async () => {
    while (performance.now() < end) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      await delay(POLL_MS);
    }
    throw new HeadframeError('TIMEOUT', `${what}: not within ${timeoutMs / 1000} s`);
  });
}
