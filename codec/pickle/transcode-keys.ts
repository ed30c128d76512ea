import type { JsonReader } from '../json/reader.ts';
import type { EncodeOutput } from './encode-output.ts';
import { Op } from './opcodes.ts';

/** Keys beyond these are written out each time. */
const MAX_KEYS = 4096;

interface Key {
  /** Its place in the pickle's memo. */
  readonly index: number;
  /** Its JSON text with the quotes. */
  readonly quoted: Uint8Array;
  /** The key that came after it the last time. */
  next: Key | undefined;
}

/** Writes the keys of JSON objects, each once and then from the memo. Records have the same keys in the same order. */
export class TranscodeKeys {
  readonly #reader: JsonReader;
  readonly #out: EncodeOutput;
  readonly #keys = new Map<string, Key>();
  #last: Key = { index: -1, quoted: new Uint8Array(0), next: undefined };

  constructor(reader: JsonReader, out: EncodeOutput) {
    this.#reader = reader;
    this.#out = out;
  }

  /** Moves a key over; false when it was `"$type"`. */
  write(): boolean {
    const reader = this.#reader;
    reader.peek();
    const expected = this.#last.next;
    if (expected !== undefined && reader.takeIf(expected.quoted)) {
      this.#out.get(expected.index);
      this.#last = expected;
      return true;
    }
    const from = reader.position;
    const key = reader.string();
    if (key === '$type') return false;
    const known = this.#keys.get(key);
    if (known !== undefined) {
      this.#out.get(known.index);
      this.#follow(known);
    } else {
      this.#out.text(key);
      if (this.#keys.size < MAX_KEYS) this.#add(key, reader.slice(from, reader.position));
    }
    return true;
  }

  #add(key: string, quoted: Uint8Array): void {
    const added = { index: this.#keys.size, quoted, next: undefined };
    this.#keys.set(key, added);
    this.#out.op(Op.MEMOIZE);
    this.#follow(added);
  }

  #follow(key: Key): void {
    this.#last.next = key;
    this.#last = key;
  }
}
