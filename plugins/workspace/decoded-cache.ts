import type { PyValue } from 'headframe/codec';
import { notFound } from './errors.ts';
import { toNative } from './native.ts';
import type { Reading, ReadPart } from './reading.ts';
import { sizeOf } from './value.ts';

/** Bytes of documents whose values are kept, and how many of them. */
const MAX_BYTES = 256 * 1024 * 1024;
const MAX_KEPT = 4;
/** Smaller ones are quicker decoded than kept. */
const MIN_BYTES = 64 * 1024;
/** How long a value is kept after it was asked for last. */
const KEPT_MS = 10_000;

interface Kept {
  readonly value: PyValue;
  readonly revision: number;
  readonly bytes: number;
}

/**
 * Decoded values for those who read a large one part by part: each is kept for ten seconds after it was
 * asked for last. They are shared, so nobody may change them.
 */
export class DecodedCache {
  readonly #workspace: Pick<Reading, 'read' | 'load'>;
  /** By name, in the order of use. */
  readonly #kept = new Map<string, Kept>();
  #timer: NodeJS.Timeout | undefined;

  constructor(workspace: Pick<Reading, 'read' | 'load'>) {
    this.#workspace = workspace;
  }

  /** A variable's value. Throws `NOT_FOUND`, `NOT_CONVERTIBLE`, `TOO_LARGE`. */
  async get(name: string): Promise<ReadPart<PyValue>> {
    const known = this.#kept.get(name);
    if (known && known.revision === this.#workspace.read(name)?.revision) {
      this.#keep(name, known);
      return known;
    }
    this.#kept.delete(name);
    const found = await this.#workspace.load(name);
    if (!found) throw notFound(name);
    const { revision } = found;
    const read = { value: toNative(found.value), revision, bytes: sizeOf(found.value) };
    if (read.bytes >= MIN_BYTES) this.#keep(name, read);
    return read;
  }

  #keep(name: string, read: Kept): void {
    this.#kept.delete(name);
    this.#kept.set(name, read);
    let bytes = [...this.#kept.values()].reduce((sum, kept) => sum + kept.bytes, 0);
    for (const [oldest, kept] of this.#kept) {
      if (bytes <= MAX_BYTES && this.#kept.size <= MAX_KEPT) break;
      this.#kept.delete(oldest);
      bytes -= kept.bytes;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#kept.clear(), KEPT_MS);
    this.#timer.unref();
  }
}
