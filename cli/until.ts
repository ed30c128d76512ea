import { setTimeout as delay } from 'node:timers/promises';
import { HeadframeError } from '../core/index.ts';
import type { Context } from './context.ts';

const POLL_MS = 25;
const TELL_AFTER_MS = 1_000;

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
  const start = performance.now();
  let told = false;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    const waited = performance.now() - start;
    if (waited > timeoutMs) throw new HeadframeError('TIMEOUT', `${what}: not within ${timeoutMs / 1000} s`);
    if (!told && waited > TELL_AFTER_MS) context.tell(`waiting: ${what}`);
    told ||= waited > TELL_AFTER_MS;
    await delay(POLL_MS);
  }
}
