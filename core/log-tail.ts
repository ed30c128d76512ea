import type { Logger, LogLevel } from './logger.ts';

/** Levels of what is kept, quietest last. */
export const TAIL_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type TailLevel = (typeof TAIL_LEVELS)[number];

/** One line of the log as it is kept for people. */
export interface LogRecord {
  /** Counts up by one with each record. */
  readonly number: number;
  /** ms since 1970. */
  readonly time: number;
  readonly level: TailLevel;
  /** The plugin whose line it is; null for the host's own. */
  readonly plugin: string | null;
  readonly text: string;
}

/** Which records are wanted. */
export interface TailRequest {
  /** The last so many. */
  readonly lines: number;
  /** Of this level and above. */
  readonly level: TailLevel;
  /** Later than this number. */
  readonly after: number;
}

/** Records that are kept; the oldest goes when there is one more. */
export const MAX_RECORDS = 1000;
const MAX_TEXT = 2000;

/** The last lines of the log: their texts alone, which hold no secrets. */
export class LogTail {
  readonly #keepsDebug: boolean;
  readonly #records: LogRecord[] = [];
  #count = 0;

  /** `level` is the log's own: of `debug` lines nothing is kept unless they are logged. */
  constructor(level: LogLevel = 'info') {
    this.#keepsDebug = level === 'debug' || level === 'trace';
  }

  /** The number of the last record; 0 before the first. */
  get count(): number {
    return this.#count;
  }

  add(level: TailLevel, plugin: string | null, text: string): void {
    if (level === 'debug' && !this.#keepsDebug) return;
    this.#count += 1;
    const record = { number: this.#count, time: Date.now(), level, plugin, text: text.slice(0, MAX_TEXT) };
    // One place for each remainder: the oldest record is overwritten.
    this.#records[(this.#count - 1) % MAX_RECORDS] = record;
  }

  /** What is wanted of what is kept, the oldest first. */
  records({ lines, level, after }: TailRequest): LogRecord[] {
    const first = this.#count % MAX_RECORDS;
    const ordered =
      this.#count <= MAX_RECORDS
        ? this.#records
        : [...this.#records.slice(first), ...this.#records.slice(0, first)];
    const least = TAIL_LEVELS.indexOf(level);
    return ordered
      .filter((record) => record.number > after && TAIL_LEVELS.indexOf(record.level) >= least)
      .slice(-lines);
  }
}

/** A log whose lines go to another and are kept. */
export function withTail(logger: Logger, tail: LogTail, plugin: string | null = null): Logger {
  const write =
    (level: TailLevel) =>
    (fields: object, text: string): void => {
      tail.add(level, pluginOf(fields) ?? plugin, text);
      logger[level](fields, text);
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => withTail(logger.child(fields), tail, pluginOf(fields) ?? plugin),
  };
}

function pluginOf(fields: object): string | undefined {
  return 'plugin' in fields && typeof fields.plugin === 'string' ? fields.plugin : undefined;
}
