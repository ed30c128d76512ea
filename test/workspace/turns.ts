import { setTimeout as pause } from 'node:timers/promises';

/** Turns of the event loop while something runs that this thread leaves to another, at least. */
export const MANY_TURNS = 5;

/**
 * Counts turns of the event loop, of a millisecond at least, while something runs: two or three when it is this thread
 * that does it, whatever it takes.
 */
export async function turnsDuring<T>(work: Promise<T>): Promise<{ result: T; turns: number }> {
  let turns = 0;
  let isDone = false;
  const result = work.finally(() => {
    isDone = true;
  });
  for (; !isDone; turns++) await pause(1);
  return { result: await result, turns };
}
