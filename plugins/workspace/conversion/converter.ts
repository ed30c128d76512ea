import type { Method, StoredValue } from '../value.ts';
import { handOver } from './hand-over.ts';
import { ValueThread } from './value-thread.ts';

/** Converts large values in a thread of its own, one after another. */
export class Converter {
  readonly #thread = new ValueThread();

  /**
   * The value as one document of another method. Throws `NOT_CONVERTIBLE`, `BAD_PICKLE`, `TOO_LARGE` (also when it
   * needs more memory than there is), `TOO_MANY`, `TIMEOUT`.
   */
  convert(value: StoredValue, to: Method): Promise<Uint8Array> {
    return this.#thread.turn(async (ask) => {
      const [own, memory] = await handOver(value);
      return ask('convert', { value: own, to }, memory);
    });
  }

  /** Ends the thread; what it works on, and what waits, fails. */
  close(): Promise<void> {
    return this.#thread.close();
  }
}
