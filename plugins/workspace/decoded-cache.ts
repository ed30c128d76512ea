import type { PyValue } from 'headframe/codec';
import { MAX_DECODED_BYTES, toNative } from './native.ts';
import { type StoredValue, sizeOf } from './value.ts';

/** How many values are kept; together they have no more bytes than the largest may have. */
const MAX_KEPT = 4;
/** Smaller ones are quicker decoded than kept. */
const MIN_BYTES = 64 * 1024;
/** How long a value is kept after one was asked for last. */
const KEPT_MS = 10_000;

interface Kept {
  readonly value: PyValue;
  readonly bytes: number;
}

/**
 * Decoded values of this thread, for those who read one part by part: each is kept for ten seconds after one was
 * asked for last. They are shared, so nobody may change them.
 */
export class DecodedCache {
  /** In the order of use. */
  readonly #kept = new Map<StoredValue, Kept>();
  #timer: NodeJS.Timeout | undefined;

  /** What is kept of a value. */
  get(value: StoredValue): PyValue | undefined {
    const kept = this.#kept.get(value);
    if (kept) this.#keep(value, kept);
    return kept?.value;
  }

  /** Decodes a value, whose content has been `loaded`. Throws `NOT_CONVERTIBLE`, `TOO_LARGE`. */
  decode(value: StoredValue, loaded: StoredValue): PyValue {
    const decoded = toNative(loaded);
    const bytes = sizeOf(value);
    if (bytes >= MIN_BYTES) this.#keep(value, { value: decoded, bytes });
    return decoded;
  }

  #keep(value: StoredValue, read: Kept): void {
    this.#kept.delete(value);
    this.#kept.set(value, read);
    let bytes = [...this.#kept.values()].reduce((sum, kept) => sum + kept.bytes, 0);
    for (const [oldest, kept] of this.#kept) {
      if (bytes <= MAX_DECODED_BYTES && this.#kept.size <= MAX_KEPT) break;
      this.#kept.delete(oldest);
      bytes -= kept.bytes;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#kept.clear(), KEPT_MS);
    this.#timer.unref();
  }
}
