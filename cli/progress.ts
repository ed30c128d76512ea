import type { Context } from './context.ts';

const TELL_AFTER_MS = 1_000;

/** Does something, and says what on standard error when it takes more than a second. */
export async function withProgress<T>(context: Context, what: string, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => context.tell(`${what} …`), TELL_AFTER_MS);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
