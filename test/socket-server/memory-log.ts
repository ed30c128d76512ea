import type { Logger } from '../../core/index.ts';

/** A log that a test can read. */
export class MemoryLog implements Logger {
  readonly lines: string[] = [];

  debug(_: object, text: string): void {
    this.lines.push(`debug: ${text}`);
  }

  info(_: object, text: string): void {
    this.lines.push(`info: ${text}`);
  }

  warn(_: object, text: string): void {
    this.lines.push(`warn: ${text}`);
  }

  error(_: object, text: string): void {
    this.lines.push(`error: ${text}`);
  }

  child(): Logger {
    return this;
  }

  /** The lines that contain a text. */
  with(text: string): string[] {
    return this.lines.filter((line) => line.includes(text));
  }
}
