import { Budget } from './budget.ts';
import { type Change, type ChangeKind, ChangeLog } from './change-log.ts';
import { notFound } from './errors.ts';
import { History } from './history.ts';
import { LockTable } from './lock-table.ts';
import type { Batch, Mutation } from './mutations/mutation.ts';
import type { Stamp } from './mutations/stamp.ts';
import { RecycleBin } from './recycle-bin.ts';
import type { Revision } from './revision.ts';
import { TypeRegistry } from './types.ts';
import type { StoredValue } from './value.ts';
import { Variable } from './variable.ts';
import { VariableTable } from './variable-table.ts';

/** Told of revisions that come into the store, and of those that leave it for good. */
export interface Keeper {
  kept(revision: Revision): void;
  /** One that is no file, and that nobody has looked at yet: its bytes. */
  keptAsleep(size: number): void;
  gone(revision: Revision): void;
}

/** Where changes are written before they are made. */
export interface Journal {
  /** Writes a batch as a whole, or throws. */
  append(batch: Batch): void;
}

/** The bounds of a store: counts and bytes. */
export interface StoreLimits {
  /** Revisions a variable, the current one among them. */
  readonly history: number;
  /** Entries of the recycle bin. */
  readonly recycleBin: number;
  /** Bytes of earlier revisions and deleted variables together. */
  readonly historyBytes: number;
  readonly maxVariables: number;
  readonly maxValueBytes: number;
  /** Bytes of all current values. */
  readonly maxTotalBytes: number;
  /** Changes remembered. */
  readonly changes: number;
}

/** Who changes something: a name for people, and the session that locks are held by. */
export interface Author {
  readonly provider: string;
  readonly session?: string | undefined;
}

/** The hooks that announce changes, by the names that the interface gives them. */
export type DataHook =
  | 'dataCreated'
  | 'dataChanged'
  | 'dataRepeated'
  | 'dataDeleted'
  | 'dataRestored'
  | 'metadataChanged';

/** What a hook of the workspace tells of one variable. */
export interface DataEvent {
  readonly name: string;
  /** The workspace's revision of this change; the variable's own for `dataRepeated`. */
  readonly revision: number;
  readonly change: ChangeKind;
  readonly provider: string;
  /** The session that asked for it, if it was a client's. */
  readonly session: string | undefined;
  /** The value now; of a deleted variable the last one. */
  readonly value: StoredValue;
  /** The name before, of a renamed variable. */
  readonly from?: string;
}

/** An event with the hook that announces it. */
export interface Announcement {
  readonly hook: DataHook;
  readonly event: DataEvent;
}

const NO_KEEPER: Keeper = {
  kept: () => undefined,
  keptAsleep: () => undefined,
  gone: () => undefined,
};

/**
 * The state of a workspace. It waits for nothing: what changes it are the functions in `operations/`,
 * each of which checks first, has what it will do written to the journal, and then changes all or nothing
 * by `mutations/`.
 */
export class Store {
  readonly limits: StoreLimits;
  /** The clock, in ms since 1970. */
  readonly now: () => number;
  /** In the order of creation. */
  readonly variables: VariableTable;
  readonly bin: RecycleBin;
  readonly changes: ChangeLog;
  readonly locks: LockTable;
  readonly budget: Budget;
  readonly types: TypeRegistry = new TypeRegistry();
  /** Bytes of all current values. */
  totalBytes = 0;
  keeper: Keeper = NO_KEEPER;
  /** Absent: changes are kept in memory alone. */
  journal: Journal | undefined;

  constructor(limits: StoreLimits, now: () => number = () => Date.now()) {
    this.limits = limits;
    this.now = now;
    this.budget = new Budget(limits.historyBytes, (revision) => this.keeper.gone(revision));
    this.variables = new VariableTable(
      ({ state, history }) => new Variable(state, History.of(history, limits.history, this.budget)),
    );
    this.bin = new RecycleBin(limits.recycleBin, this.budget);
    this.changes = new ChangeLog(limits.changes);
    this.locks = new LockTable(limits.maxVariables, now);
  }

  /**
   * Writes to the journal what is about to be done, and returns the time and author of it. Throws what the
   * journal throws; nothing may be done then.
   */
  stamp(author: Author, mutations: readonly Mutation[]): Stamp {
    const { provider, session } = author;
    const stamp: Stamp = { provider, session, time: this.now() };
    if (mutations.length > 0) {
      this.journal?.append({ base: this.changes.revision, provider, time: stamp.time, mutations });
    }
    return stamp;
  }

  /** A variable that is there. Throws `NOT_FOUND`. */
  living(name: string): Variable {
    const variable = this.variables.get(name);
    if (!variable) throw notFound(name);
    return variable;
  }

  /** Numbers a change. */
  record(name: string, change: ChangeKind, { provider }: Author, from?: string): Change {
    return this.changes.add(name, change, provider, from);
  }
}

/** What a change's hook tells. */
export function announce(
  hook: DataHook,
  change: Change,
  value: StoredValue,
  { session }: Author,
): Announcement {
  const { name, revision, provider, from } = change;
  // Written out: a spread costs more than all the rest of a small write.
  const event: DataEvent = { name, revision, change: change.change, provider, session, value };
  return { hook, event: from === undefined ? event : { ...event, from } };
}
