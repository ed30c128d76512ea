import type { Logger } from '../../core/index.ts';
import { inTime } from './until.ts';

/** A log that a test can read and wait for. */
export class MemoryLog implements Logger {
  readonly lines: string[] = [];
  readonly #waiting = new Set<{ readonly text: string; readonly resolve: () => void }>();

  debug(_: object, text: string): void {
    this.#add(`debug: ${text}`);
  }

  info(_: object, text: string): void {
    this.#add(`info: ${text}`);
  }

  warn(_: object, text: string): void {
    this.#add(`warn: ${text}`);
  }

  error(_: object, text: string): void {
    this.#add(`error: ${text}`);
  }

  child(): Logger {
    return this;
  }

  /** The lines that contain a text. */
  with(text: string): string[] {
    return this.lines.filter((line) => line.includes(text));
  }

  /** Resolves with the next line that contains a text. */
  next(text: string): Promise<void> {
    const logged = new Promise<void>((resolve) => this.#waiting.add({ text, resolve }));
    return inTime(`a line of the log with ${text}`, logged);
  }

  #add(line: string): void {
    this.lines.push(line);
    for (const waiting of this.#waiting) {
      if (!line.includes(waiting.text)) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
  }
}
