import { setImmediate } from 'node:timers/promises';
import { codeOf } from 'headframe';
import { Announcer } from './announcer.ts';
import { AskedWrites } from './asked-writes.ts';
import type { WriteAuthor, WriteOptions } from './change-options.ts';
import { workspaceError } from './errors.ts';
import type { WorkspaceHooks } from './hooks.ts';
import type { InfoUpdate } from './info.ts';
import { checkChange, checkValueSize } from './operations/check.ts';
import { type Outcome, type WriteEntry, type Written, written } from './operations/write.ts';
import { type PicklePolicy, SLICED_BYTES } from './prepare.ts';
import type { PreparedValue } from './revision.ts';
import { SessionLocks } from './session-locks.ts';
import { SmallWrites } from './small-writes.ts';
import { Staging } from './staging.ts';
import { notPersistent, type Storage } from './storage/storage.ts';
import type { Announcement, Author, Store } from './store.ts';
import { type StoredValue, sizeOf } from './value.ts';
import { Waiters } from './waiters.ts';
import { WriteQueue } from './write-queue.ts';

/** One variable of a write, as it comes. */
export interface WriteRequest {
  readonly name: string;
  readonly value: StoredValue;
  /** The revision that the variable must have; 0: it must not exist. */
  readonly ifRevision?: number | undefined;
  readonly info?: InfoUpdate | undefined;
}

/**
 * The store with what surrounds it: values are checked, taps asked, changes made one after the other
 * and announced.
 *
 * Notes: a small value that nobody taps is written before `write` returns its promise.
 */
export class Workspace {
  readonly store: Store;
  /** Where the store is kept on disk, if it is. */
  readonly storage: Storage | undefined;
  readonly hooks: WorkspaceHooks;
  readonly waiters: Waiters;
  readonly locks: SessionLocks;
  readonly #policy: () => PicklePolicy;
  readonly #queue = new WriteQueue();
  readonly #announcer: Announcer;
  readonly #asked: AskedWrites;
  readonly #small: SmallWrites;

  /** `policy` says which pickles are taken now. */
  constructor(store: Store, hooks: WorkspaceHooks, policy: () => PicklePolicy, storage?: Storage) {
    this.store = store;
    this.storage = storage;
    this.hooks = hooks;
    this.waiters = new Waiters((name) => store.variables.get(name)?.revision ?? 0);
    this.locks = new SessionLocks(store.locks);
    this.#policy = policy;
    this.#asked = new AskedWrites(store, hooks, this.#queue);
    this.#small = new SmallWrites({ store, hooks, policy, queue: this.#queue });
    this.#announcer = new Announcer(hooks, storage);
  }

  /**
   * Writes variables, all or none. Throws the codes of `prepare` and of the operation `write`, and
   * `VETOED`.
   */
  async write(requests: readonly WriteRequest[], author: WriteAuthor): Promise<Map<string, Written>> {
    const { level } = author;
    if (level === 'synced' && !this.storage) throw notPersistent('level synced');
    checkDistinct(requests);
    for (const { name, value } of requests) {
      checkChange(this.store, name, author);
      checkValueSize(this.store, name, sizeOf(value));
    }
    const volatile = level === 'volatile';
    const staging = this.#stage(volatile);
    try {
      const entries: WriteEntry[] = [];
      for (const { name, value, ifRevision, info } of requests) {
        const preparing = staging.prepare(name, value);
        const prepared = preparing instanceof Promise ? await preparing : preparing;
        entries.push({ name, prepared, ifRevision, info, volatile });
      }
      const changing = this.change(() => this.#asked.write(entries, author, staging));
      const written = changing instanceof Promise ? await changing : changing;
      if (level === 'synced') await this.storage?.synced();
      return written;
    } finally {
      staging.release();
    }
  }

  /**
   * Writes one variable: at once, without a promise, when nothing has to be waited for. Throws, or rejects
   * with, the same as `write`.
   */
  writeOne(name: string, value: StoredValue, options: WriteOptions): Written | Promise<Written> {
    const isSynced = options.level === 'synced';
    if (isSynced && !this.storage) throw notPersistent('level synced');
    const announcement = this.#small.writeOne(name, value, options);
    if (!announcement) return this.#writeLater(name, value, options);
    const done = this.#finishOne(announcement);
    return isSynced && this.storage ? this.storage.synced().then(() => done) : done;
  }

  /**
   * Writes small values one after the other, all or none, when nothing has to be waited for; nothing when
   * they have to be written by `writeOne`, which says what is wrong.
   */
  writeTogether(requests: readonly WriteRequest[], author: Author): Written[] | undefined {
    const announcements = this.#small.writeTogether(requests, author);
    if (announcements) this.#tell(announcements);
    return announcements?.map(written);
  }

  /**
   * Writes each variable by itself and skips those that cannot be written: name → code. They become
   * visible together when no tap has to be waited for.
   */
  async writeEach(requests: readonly WriteRequest[], author: Author): Promise<Map<string, string>> {
    const skipped = new Map<string, string>();
    const entries: WriteEntry[] = [];
    const staging = this.#stage(false);
    try {
      let bytes = 0;
      for (const request of requests) {
        try {
          const prepared = await staging.prepare(request.name, request.value);
          entries.push({ ...request, prepared });
          bytes += prepared.size;
        } catch (error) {
          skipped.set(request.name, codeOf(error));
        }
        if (bytes > SLICED_BYTES) {
          bytes = 0;
          await setImmediate();
        }
      }
      await this.change(() => this.#writeEach(entries, author, skipped, staging));
    } finally {
      staging.release();
    }
    return skipped;
  }

  /** Writes what `compute` makes of the value that is there, in one turn. Throws as `write`, and what `compute` throws. */
  async update<T extends { readonly value: StoredValue }>(
    name: string,
    compute: (current: StoredValue | undefined) => T,
    author: Author,
    ifRevision?: number,
  ): Promise<T & Written> {
    checkChange(this.store, name, author);
    const staging = this.#stage(false);
    const changed = this.change(() => {
      const computed = compute(this.store.variables.get(name)?.history.current.value);
      const finish = ({ result, announcements }: Outcome<Map<string, Written>>): Outcome<T & Written> => {
        const written = result.get(name) ?? { revision: 0, changed: false };
        return { result: { ...computed, ...written }, announcements };
      };
      const then = (prepared: PreparedValue) =>
        this.#asked.write([{ name, prepared, ifRevision }], author, staging);
      return chain(chain(staging.prepare(name, computed.value), then), finish);
    });
    try {
      return await changed;
    } finally {
      staging.release();
    }
  }

  /** Runs an operation when its turn has come, and announces what it changed; `after` follows that. */
  change<T>(operation: () => Outcome<T> | Promise<Outcome<T>>, after?: (result: T) => void): T | Promise<T> {
    const finish = ({ result, announcements }: Outcome<T>): T => {
      this.#tell(announcements, after && (() => after(result)));
      return result;
    };
    return this.#queue.run(() => chain(operation(), finish));
  }

  /** Tells that all variables were deleted at once. */
  announceCleared(deleted: number, { provider, session }: Author): void {
    void this.hooks.cleared.call({ revision: this.store.changes.revision, deleted, provider, session });
  }

  async #writeLater(
    name: string,
    value: StoredValue,
    { ifRevision, info, ...author }: WriteOptions,
  ): Promise<Written> {
    const result = await this.write([{ name, value, ifRevision, info }], author);
    return result.get(name) ?? { revision: 0, changed: false };
  }

  #finishOne(announcement: Announcement): Written {
    this.storage?.noteOne(announcement);
    this.#announcer.announceOne(announcement);
    if (this.waiters.used) this.waiters.notify(announcement.event.name);
    return written(announcement);
  }

  #tell(announcements: readonly Announcement[], after?: () => void): void {
    this.storage?.note(announcements);
    this.#announcer.announce(announcements, after);
    if (this.waiters.used) for (const { event } of announcements) this.waiters.notify(event.name);
  }

  #stage(volatile: boolean): Staging {
    return new Staging(this.#policy(), volatile ? undefined : this.storage);
  }

  async #writeEach(
    entries: readonly WriteEntry[],
    author: Author,
    skipped: Map<string, string>,
    staging: Staging,
  ): Promise<Outcome<void>> {
    const announcements: Announcement[] = [];
    for (const entry of entries) {
      try {
        const written = this.#asked.write([entry], author, staging);
        announcements.push(...(written instanceof Promise ? await written : written).announcements);
      } catch (error) {
        skipped.set(entry.name, codeOf(error));
      }
    }
    return { result: undefined, announcements };
  }
}

/** Goes on with a value at once, or when it is there. */
function chain<A, B>(value: A | Promise<A>, next: (value: A) => B | Promise<B>): B | Promise<B> {
  return value instanceof Promise ? value.then(next) : next(value);
}

function checkDistinct(requests: readonly WriteRequest[]): void {
  const names = new Set(requests.map(({ name }) => name));
  if (names.size < requests.length) {
    throw workspaceError('BAD_ARGUMENT', 'a name comes twice among the variables to write');
  }
}
