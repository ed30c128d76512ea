import { randomUUID } from 'node:crypto';

/** What happened to a variable. `changed` covers undo and redo; `metadata` leaves the value as it was. */
export type ChangeKind = 'created' | 'changed' | 'deleted' | 'restored' | 'renamed' | 'metadata';

/** One change of one variable. */
export interface Change {
  /** The workspace's revision: one more than that of the change before. */
  readonly revision: number;
  readonly name: string;
  readonly change: ChangeKind;
  readonly provider: string;
  /** The name before, of a rename. */
  readonly from?: string;
}

/** Changes after a revision, for a reader that catches up. */
export interface Changes {
  readonly changes: readonly Change[];
  /** Where the reader stands with them: to be asked from next. */
  readonly revision: number;
  /** The reader is too far behind, or ahead: `changes` is empty, and it has to read everything anew. */
  readonly resync: boolean;
}

const NO_NAME = '';

/**
 * The last changes, in the order of their gap-free revisions.
 *
 * Notes: they stand in columns, since so many small objects would be most of what a start has to make.
 */
export class ChangeLog {
  /** Names this history of revisions: who stands in another one has to read everything anew. */
  id: string = randomUUID();
  readonly #length: number;
  readonly #names: string[] = [];
  readonly #kinds: ChangeKind[] = [];
  readonly #providers: string[] = [];
  /** By the place: the names before, of renames. */
  readonly #from = new Map<number, string>();
  #revision = 0;
  /** The revision before the first change ever put into the ring. */
  #start = 0;

  /** `length`: changes kept. */
  constructor(length: number) {
    this.#length = length;
  }

  /** The revision of the last change; 0 before the first. */
  get revision(): number {
    return this.#revision;
  }

  /** All changes kept, oldest first. */
  all(): Change[] {
    return this.#slice(this.#revision - this.#names.length, this.#revision);
  }

  /** Takes over what another log has kept, oldest first; the last change has the revision given. */
  adopt(revision: number, changes: readonly Change[]): void {
    const kept = changes.slice(-this.#length);
    this.#start = revision - kept.length;
    for (const [index, { name, change, provider, from }] of kept.entries()) {
      this.#put(index, name, change, provider, from);
    }
    this.#revision = revision;
  }

  /** Numbers and keeps a change. */
  add(name: string, change: ChangeKind, provider: string, from?: string): Change {
    const revision = this.#revision + 1;
    this.#put(this.#place(this.#revision), name, change, provider, from);
    this.#revision = revision;
    return from === undefined
      ? { revision, name, change, provider }
      : { revision, name, change, provider, from };
  }

  /** Up to `limit` changes after `revision`. */
  since(revision: number, limit: number): Changes {
    const missed = this.#revision - revision;
    if (missed < 0 || missed > this.#names.length)
      return { changes: [], revision: this.#revision, resync: true };
    const changes = this.#slice(revision, Math.min(revision + limit, this.#revision));
    return { changes, revision: revision + changes.length, resync: false };
  }

  #put(place: number, name: string, change: ChangeKind, provider: string, from: string | undefined): void {
    this.#names[place] = name;
    this.#kinds[place] = change;
    this.#providers[place] = provider;
    if (from !== undefined) this.#from.set(place, from);
    else if (this.#from.size > 0) this.#from.delete(place);
  }

  /** The changes after one revision up to another. */
  #slice(after: number, last: number): Change[] {
    const changes: Change[] = [];
    for (let before = after; before < last; before++) {
      const place = this.#place(before);
      const change = this.#kinds[place];
      if (change === undefined) continue;
      const name = this.#names[place] ?? NO_NAME;
      const provider = this.#providers[place] ?? NO_NAME;
      const from = this.#from.get(place);
      const plain: Change = { revision: before + 1, name, change, provider };
      changes.push(from === undefined ? plain : { ...plain, from });
    }
    return changes;
  }

  /** Where the change after a revision stands in the ring. */
  #place(revision: number): number {
    return (revision - this.#start) % this.#length;
  }
}
