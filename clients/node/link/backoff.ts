const FIRST_MS = 100;
const LONGEST_MS = 10_000;

/**
 * How long to wait before an attempt to reconnect, in milliseconds: 0.1 s, doubled each time up to 10 s, of
 * which a random part of up to a half is taken off, so that many clients do not come back at once.
 *
 * @param attempt from 0.
 * @param random from 0 to 1.
 */
export function backoff(attempt: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 30));
  return longest * (1 - random / 2);
}
