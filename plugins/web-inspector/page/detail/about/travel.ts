import type { HistoryEntry } from 'headframe/client/browser';

/** The way from a variable's present revision to another one. */
export interface Way {
  readonly direction: 'undo' | 'redo';
  readonly steps: number;
}

/** The way to an entry of a history, oldest first; nothing for the one that is there now. */
export function wayTo(history: readonly HistoryEntry[], index: number): Way | undefined {
  const current = history.findIndex((entry) => entry.current);
  if (current < 0 || index === current || index < 0 || index >= history.length) return undefined;
  return index < current
    ? { direction: 'undo', steps: current - index }
    : { direction: 'redo', steps: index - current };
}
