/** Levels of the log, quietest last. */
export const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof LEVELS)[number];

/** A line of the log as the host lists it (`log_tail`). */
export interface LogRecord {
  readonly number: number;
  /** ms since 1970. */
  readonly time: number;
  readonly level: Level;
  readonly plugin: string | null;
  readonly text: string;
}

/** What is shown of the log. */
export interface LogLines {
  readonly records: readonly LogRecord[];
  /** The number of the last line that the host has had. */
  readonly last: number;
}

/** Lines that are kept; the oldest go. */
export const MAX_LINES = 500;

export const NOTHING: LogLines = { records: [], last: 0 };

/** What is shown after an answer; nothing, so that all is asked for again, when the host counts from the beginning. */
export function addLines(shown: LogLines, answer: LogLines): LogLines {
  if (answer.last < shown.last) return NOTHING;
  const newest = shown.records.at(-1)?.number ?? 0;
  const fresh = answer.records.filter(({ number }) => number > newest);
  return { records: [...shown.records, ...fresh].slice(-MAX_LINES), last: answer.last };
}
