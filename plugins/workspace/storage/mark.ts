import type { Batch } from '../mutations/mutation.ts';

/**
 * A record without changes: it says how far the log is on disk, and what has happened to it. Its provider
 * is `open` with the name of the machine's boot, `closed`, or empty.
 */
export function markBatch(base: number, text: string): Batch {
  return { base, provider: text, time: Date.now(), mutations: [] };
}

export const CLOSED = 'closed';
const OPEN = 'open ';

/** The text of the mark that begins the use of a log. */
export function openMark(boot: string): string {
  return OPEN + boot;
}

/** The boot that a mark names, if it names one. */
export function bootOf(text: string): string | undefined {
  return text.startsWith(OPEN) ? text.slice(OPEN.length) : undefined;
}
