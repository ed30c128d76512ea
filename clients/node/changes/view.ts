import type { Change, DataChanged, DataDeleted } from './events.ts';
import type { Metadata } from './metadata.ts';

/** Where in a workspace's history a view stands. */
export interface Position {
  readonly workspace: string;
  readonly revision: number;
}

/** All variables of a subscription, by name. */
export type Snapshot = ReadonlyMap<string, Metadata>;

/** What a snapshot shows to be different. */
export interface Difference {
  readonly changed: readonly DataChanged[];
  readonly deleted: readonly DataDeleted[];
}

/**
 * What a client has been told: by name, the revision up to which nothing of it is news. It lets each change pass once, and
 * finds what a client has missed by comparing with a snapshot. As large as the number of variables.
 */
export class View {
  readonly #revisions = new Map<string, number>();
  #workspace = '';
  #revision = 0;
  /** The revision up to which a name that is not known does not exist. */
  #floor = 0;

  /** Where the client stands: all changes up to here have passed. */
  get position(): Position {
    return { workspace: this.#workspace, revision: this.#revision };
  }

  /** Takes a change in; false when it is not new, or tells that a name has gone which was not there. */
  admit(change: Change): boolean {
    const { name, revision } = change;
    const known = this.#revisions.get(name);
    if (revision <= (known ?? this.#floor)) return false;
    this.#revision = Math.max(this.#revision, revision);
    if (change.type === 'deleted') return this.#revisions.delete(name);
    this.#revisions.set(name, revision);
    return true;
  }

  /**
   * Begins anew at a position, with a snapshot that is as late or later: what changed after the position is
   * still to be told.
   */
  begin(snapshot: Snapshot, position: Position): void {
    this.#move(position);
    for (const name of snapshot.keys()) this.#revisions.set(name, position.revision);
  }

  /**
   * What has changed between what is known and a snapshot, oldest first, deletions last; the snapshot is what
   * is known then. In another workspace, whose revisions cannot be compared, everything has changed.
   */
  catchUp(snapshot: Snapshot, position: Position): Difference {
    const isComparable = position.workspace === this.#workspace;
    const isNew = (name: string, { revision }: Metadata) =>
      !isComparable || revision > (this.#revisions.get(name) ?? 0);
    const changed = [...snapshot]
      .filter(([name, metadata]) => isNew(name, metadata))
      .sort(([, one], [, other]) => one.revision - other.revision)
      .map(([name, metadata]): DataChanged => {
        const { revision, provider } = metadata;
        const change = this.#revisions.has(name) ? 'changed' : 'created';
        return { type: 'changed', name, revision, change, provider, session: '', metadata };
      });
    const gone = [...this.#revisions.keys()].filter((name) => !snapshot.has(name));
    this.#move(position);
    for (const [name, { revision }] of snapshot) {
      this.#revisions.set(name, revision);
      this.#revision = Math.max(this.#revision, revision);
    }
    this.#floor = this.#revision;
    const deleted = gone.map((name): DataDeleted => {
      return {
        type: 'deleted',
        name,
        revision: this.#revision,
        change: 'deleted',
        provider: '',
        session: '',
      };
    });
    return { changed, deleted };
  }

  #move({ workspace, revision }: Position): void {
    this.#revisions.clear();
    this.#workspace = workspace;
    this.#revision = revision;
    this.#floor = revision;
  }
}
