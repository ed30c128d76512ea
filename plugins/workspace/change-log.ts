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

/** The last changes, in the order of their gap-free revisions. */
export class ChangeLog {
  /** Names this history of revisions: who stands in another one has to read everything anew. */
  id: string = randomUUID();
  readonly #length: number;
  readonly #ring: Change[] = [];
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
    const oldest = this.#ring.length < this.#length ? 0 : this.#place(this.#revision);
    return [...this.#ring.slice(oldest), ...this.#ring.slice(0, oldest)];
  }

  /** Takes over what another log has kept, oldest first; the last change has the revision given. */
  adopt(revision: number, changes: readonly Change[]): void {
    this.#ring.push(...changes.slice(-this.#length));
    this.#revision = revision;
    this.#start = revision - this.#ring.length;
  }

  /** Numbers and keeps a change. */
  add(name: string, change: ChangeKind, provider: string, from?: string): Change {
    const plain: Change = { revision: ++this.#revision, name, change, provider };
    const numbered = from === undefined ? plain : { ...plain, from };
    this.#ring[this.#place(this.#revision - 1)] = numbered;
    return numbered;
  }

  /** Up to `limit` changes after `revision`. */
  since(revision: number, limit: number): Changes {
    const missed = this.#revision - revision;
    if (missed < 0 || missed > this.#ring.length)
      return { changes: [], revision: this.#revision, resync: true };
    const changes: Change[] = [];
    for (let next = revision; next < Math.min(revision + limit, this.#revision); next++) {
      const change = this.#ring[this.#place(next)];
      if (change) changes.push(change);
    }
    return { changes, revision: revision + changes.length, resync: false };
  }

  /** Where the change after a revision stands in the ring. */
  #place(revision: number): number {
    return (revision - this.#start) % this.#length;
  }
}
