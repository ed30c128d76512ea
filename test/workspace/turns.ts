import { setImmediate } from 'node:timers/promises';

/** Counts the turns of the event loop while something runs: few, when this thread does it. */
export async function turnsDuring<T>(work: Promise<T>): Promise<{ result: T; turns: number }> {
  let turns = 0;
  let isDone = false;
  const result = work.finally(() => {
    isDone = true;
  });
  for (; !isDone; turns++) await setImmediate();
  return { result: await result, turns };
}
