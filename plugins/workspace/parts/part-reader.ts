import type { Content } from '../conversion/job.ts';
import { type Ask, ValueThread } from '../conversion/value-thread.ts';
import { workspaceError } from '../errors.ts';
import { MAX_DECODED_BYTES } from '../native.ts';
import { type StoredValue, sizeOf } from '../value.ts';
import type { PartAnswer, Question } from './question.ts';

/** Values that are kept, at most; together their documents and buffers have no more bytes than the largest may have. */
const MAX_KEPT = 4;

/** A value as the thread takes it, and the memory that is handed over with it. */
export type LoadContent = () => Promise<readonly [content: Content, memory: readonly ArrayBuffer[]]>;

/** A question about a value, on its way to the thread. */
export interface PartRequest {
  readonly value: StoredValue;
  /** Called when the thread does not keep the value yet. */
  readonly load: LoadContent;
  readonly question: Question;
  /** Whoever asks has gone: what waits is not begun. */
  readonly signal?: AbortSignal | undefined;
}

/** What surrounds a reader. */
export interface PartReaderOptions {
  /** Whether a value may be asked for again: not when its variable has another. */
  readonly isWanted?: (value: StoredValue) => boolean;
  /** Called when values have come to be kept, or are not any more. */
  readonly onChange?: () => void;
  /** Of the thread, for JavaScript objects. */
  readonly memoryMiB?: number | undefined;
}

/** What the thread keeps of a value. */
interface Held {
  readonly key: number;
  readonly bytes: number;
}

/**
 * Answers questions about large values in a thread of its own, which keeps the decoded values: those asked for
 * last, until they are not wanted any more or nothing was asked for half a minute.
 */
export class PartReader {
  readonly thread: ValueThread;
  readonly #isWanted: (value: StoredValue) => boolean;
  readonly #onChange: () => void;
  /** In the order of use. */
  readonly #held = new Map<StoredValue, Held>();
  #isAsking = false;
  #keys = 0;

  constructor({ isWanted = () => true, onChange = () => undefined, memoryMiB }: PartReaderOptions = {}) {
    this.#isWanted = isWanted;
    this.#onChange = onChange;
    const onEnd = (): void => {
      this.#held.clear();
      onChange();
    };
    this.thread = new ValueThread({ onEnd, memoryMiB });
  }

  /** The values that are kept, the one asked for last at the end. */
  get held(): readonly StoredValue[] {
    return [...this.#held.keys()];
  }

  /**
   * The answer. Throws `BAD_VALUE`, `NOT_CONVERTIBLE`, `TOO_LARGE`, `TOO_MANY`, `TIMEOUT`, `CANCELLED`,
   * `STORAGE_DAMAGED`.
   */
  ask({ value, load, question, signal }: PartRequest): Promise<PartAnswer> {
    return this.thread.turn(async (ask) => {
      if (signal?.aborted)
        throw workspaceError('CANCELLED', 'whoever asked for a part of the value has gone');
      this.#isAsking = true;
      try {
        return await ask('ask', { key: await this.#keyOf(ask, value, load), question });
      } finally {
        this.#isAsking = false;
        this.sweep();
      }
    });
  }

  /** Has the thread drop the values that are not wanted any more; one that is asked about, after that. */
  sweep(): void {
    if (this.#isAsking) return;
    for (const value of this.held) if (!this.#isWanted(value)) this.#drop(value);
  }

  /** Ends the thread; what it works on, and what waits, fails. */
  close(): Promise<void> {
    return this.thread.close();
  }

  async #keyOf(ask: Ask, value: StoredValue, load: LoadContent): Promise<number> {
    const known = this.#held.get(value);
    if (known) {
      this.#held.delete(value);
      this.#held.set(value, known);
      return known.key;
    }
    const bytes = sizeOf(value);
    this.#makeRoom(bytes);
    const [content, memory] = await load();
    const key = this.#keys++;
    await ask('hold', { key, content }, memory);
    this.#held.set(value, { key, bytes });
    this.#onChange();
    return key;
  }

  /** Drops what was asked for longest ago, before more is decoded. */
  #makeRoom(bytes: number): void {
    let sum = [...this.#held.values()].reduce((all, held) => all + held.bytes, bytes);
    for (const [value, held] of this.#held) {
      if (sum <= MAX_DECODED_BYTES && this.#held.size < MAX_KEPT) return;
      sum -= held.bytes;
      this.#drop(value);
    }
  }

  #drop(value: StoredValue): void {
    const held = this.#held.get(value);
    if (!held) return;
    this.#held.delete(value);
    this.thread.drop(held.key);
    this.#onChange();
  }
}
