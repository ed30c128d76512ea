import type { Logger } from '../logger.ts';

/** One line of a test host's log. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
  /** `plugin`, `err` and whatever else came with it. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const MAX_LINES = 10_000;

/** A log that keeps its lines, at most 10 000 of them, for a test to look at. */
export function createRecordingLogger(lines: LogLine[], own: object = {}): Logger {
  const record =
    (level: LogLine['level']) =>
    (fields: object, text: string): void => {
      if (lines.length < MAX_LINES) lines.push({ level, text, fields: { ...own, ...fields } });
    };
  return {
    debug: record('debug'),
    info: record('info'),
    warn: record('warn'),
    error: record('error'),
    child: (fields) => createRecordingLogger(lines, { ...own, ...fields }),
  };
}
