import { setTimeout as pause } from 'node:timers/promises';

/** How long anything may take; nothing here needs a tenth of it. */
export const DEADLINE_MS = 30_000;
/** Between one question and the next: whom it waits for needs the processor, too. */
const PAUSE_MS = 2;

/** Asks until the answer is yes. Rejects when it takes too long. */
export async function until(what: string, ask: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + DEADLINE_MS;
  while (!(await ask())) {
    if (performance.now() > end) throw new Error(`waited too long until ${what}`);
    await pause(PAUSE_MS);
  }
}

/** Settles as `work` does, or rejects when it takes too long. */
export function inTime<T>(what: string, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`waited too long for ${what}`)), DEADLINE_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
