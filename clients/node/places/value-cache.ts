import type { Immutable } from './immutable.ts';
import { type RevisionWords, VersionTable, wordsOf } from './version-table.ts';

/** Memory of an entry beside its texts, in bytes, roughly. */
const ENTRY_BYTES = 128;
const UNIT_BYTES = 2;
const BITS_PER_BYTE = 8;

interface Entry extends RevisionWords {
  readonly slot: number;
  readonly value: Immutable;
  readonly size: number;
}

/**
 * Values that were read, by name, up to a number of bytes, the oldest going first. One is only given out when
 * the host's table says that it is the variable's still.
 */
export class ValueCache {
  readonly #limit: number;
  readonly #path: string;
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;
  #table: VersionTable | undefined;
  #isClosed = false;

  /** `limit`: bytes; `path`: the version table's. */
  constructor(limit: number, path: string) {
    this.#limit = limit;
    this.#path = path;
  }

  /** The variable's value; `undefined` when the host has to be asked. */
  get(name: string): Immutable | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    if (this.#table?.isCurrent(entry.slot, entry)) return entry.value;
    this.#forget(name, entry);
    return undefined;
  }

  /** Keeps a value that the host gave, with the variable's slot and the value's revision. */
  add(name: string, slot: number, revision: number, value: Immutable): void {
    const size = ENTRY_BYTES + UNIT_BYTES * name.length + sizeOf(value);
    if (size > this.#limit || !this.#follow() || slot >= (this.#table?.slots ?? 0)) return;
    const known = this.#entries.get(name);
    if (known) this.#forget(name, known);
    this.#entries.set(name, { ...wordsOf(revision), slot, value, size });
    this.#bytes += size;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.#limit) break;
      this.#forget(oldest, entry);
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#entries.clear();
    this.#bytes = 0;
    this.#table?.close();
    this.#table = undefined;
  }

  /** Opens the table, or the one that has taken its place; false when there is none. */
  #follow(): boolean {
    if (this.#table?.isAlive) return true;
    if (this.#isClosed) return false;
    this.#table?.close();
    this.#table = undefined;
    this.#entries.clear();
    this.#bytes = 0;
    try {
      this.#table = new VersionTable(this.#path);
      return true;
    } catch {
      // The host stops or starts just now: nothing is kept until it has a table again.
      return false;
    }
  }

  #forget(name: string, { size }: Entry): void {
    this.#entries.delete(name);
    this.#bytes -= size;
  }
}

function sizeOf(value: Immutable): number {
  if (typeof value === 'string') return UNIT_BYTES * value.length;
  return typeof value === 'bigint' ? value.toString(2 ** 5).length * (5 / BITS_PER_BYTE) : 0;
}
