import { destination, type Logger as PinoLogger, type LoggerOptions as PinoOptions, pino } from 'pino';
import { HeadframeError } from './errors.ts';

/** Levels, quietest last. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What plugins log with: structured fields first, then the text. */
export interface Logger {
  debug(fields: object, text: string): void;
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
  child(fields: object): Logger;
}

/** Settings of the host's log. */
export interface LogOptions {
  readonly level?: LogLevel;
  /** `pretty` for people, `json` for programs; `auto` asks whether standard error is a terminal. */
  readonly format?: 'auto' | 'json' | 'pretty';
  /** A file to append to instead of standard error. */
  readonly file?: string;
}

/** Creates the host's log. It writes to standard error or a file, never to standard output. */
export async function createLogger(options: LogOptions = {}): Promise<Logger> {
  const level = options.level ?? 'info';
  const serializers = { err: serializeError };
  const settings: PinoOptions = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers };
  const target = options.file ?? 2;
  const pretty =
    options.format === 'pretty' || (options.format !== 'json' && target === 2 && process.stderr.isTTY);
  if (!pretty) return pino(settings, destination({ dest: target, sync: true, mkdir: true }));
  const { default: prettify } = await import('pino-pretty');
  const colorize = target === 2 && process.stderr.isTTY && !process.env.NO_COLOR;
  return pino(
    settings,
    prettify({ destination: target, sync: true, colorize, translateTime: 'SYS:HH:MM:ss', mkdir: true }),
  );
}

/** A coded error says all in its message and data; a stack is kept of what nobody expected. */
function serializeError(error: unknown): object {
  if (!(error instanceof HeadframeError)) return pino.stdSerializers.err(error as Error);
  const { code, message, data, cause } = error;
  return { code, message, ...data, ...(cause instanceof Error && { cause: serializeError(cause) }) };
}

/** A log that keeps nothing. */
export const silentLogger: Logger = pino({ level: 'silent' }) satisfies PinoLogger;
