import { setImmediate } from 'node:timers/promises';
import { codeOf, HeadframeError, messageOf } from 'headframe';
import { Announcer } from './announcer.ts';
import { workspaceError } from './errors.ts';
import { isVeto, type WorkspaceHooks, type WriteProposal } from './hooks.ts';
import type { InfoUpdate } from './info.ts';
import { checkChange } from './operations/check.ts';
import { type Outcome, type WriteEntry, type Written, write } from './operations/write.ts';
import { type PicklePolicy, prepare, SLICED_BYTES } from './prepare.ts';
import type { PreparedValue } from './revision.ts';
import { SessionLocks } from './session-locks.ts';
import type { Announcement, Author, Store } from './store.ts';
import type { StoredValue } from './value.ts';
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
  readonly hooks: WorkspaceHooks;
  readonly waiters: Waiters;
  readonly locks: SessionLocks;
  readonly #policy: () => PicklePolicy;
  readonly #queue = new WriteQueue();
  readonly #announcer: Announcer;

  /** `policy` says which pickles are taken now. */
  constructor(store: Store, hooks: WorkspaceHooks, policy: () => PicklePolicy) {
    this.store = store;
    this.hooks = hooks;
    this.waiters = new Waiters((name) => store.variables.get(name)?.revision ?? 0);
    this.locks = new SessionLocks(store.locks);
    this.#policy = policy;
    this.#announcer = new Announcer(hooks);
  }

  /**
   * Writes variables, all or none. Throws the codes of `prepare` and of the operation `write`, and
   * `VETOED`.
   */
  async write(requests: readonly WriteRequest[], author: Author): Promise<Map<string, Written>> {
    checkDistinct(requests);
    for (const { name } of requests) checkChange(this.store, name, author);
    const entries: WriteEntry[] = [];
    for (const request of requests) {
      const prepared = this.#prepare(request.name, request.value);
      entries.push({ ...request, prepared: prepared instanceof Promise ? await prepared : prepared });
    }
    return this.change(() => this.#askAndWrite(entries, author));
  }

  /**
   * Writes each variable by itself and skips those that cannot be written: name → code. They become
   * visible together when no tap has to be waited for.
   */
  async writeEach(requests: readonly WriteRequest[], author: Author): Promise<Map<string, string>> {
    const skipped = new Map<string, string>();
    const entries: WriteEntry[] = [];
    let bytes = 0;
    for (const request of requests) {
      try {
        const prepared = await this.#prepare(request.name, request.value);
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
    await this.change(() => this.#writeEach(entries, author, skipped));
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
    return this.change(() => {
      const computed = compute(this.store.variables.get(name)?.history.current.value);
      const finish = ({ result, announcements }: Outcome<Map<string, Written>>): Outcome<T & Written> => {
        const written = result.get(name) ?? { revision: 0, changed: false };
        return { result: { ...computed, ...written }, announcements };
      };
      const then = (prepared: PreparedValue) => this.#askAndWrite([{ name, prepared, ifRevision }], author);
      return chain(chain(this.#prepare(name, computed.value), then), finish);
    });
  }

  /** Runs an operation when its turn has come, and announces what it changed; `after` follows that. */
  change<T>(operation: () => Outcome<T> | Promise<Outcome<T>>, after?: (result: T) => void): T | Promise<T> {
    const finish = ({ result, announcements }: Outcome<T>): T => {
      this.#announcer.announce(announcements, after && (() => after(result)));
      if (this.waiters.used) for (const { event } of announcements) this.waiters.notify(event.name);
      return result;
    };
    return this.#queue.run(() => chain(operation(), finish));
  }

  /** Tells that all variables were deleted at once. */
  announceCleared(deleted: number, { provider, session }: Author): void {
    void this.hooks.cleared.call({ revision: this.store.changes.revision, deleted, provider, session });
  }

  #askAndWrite(
    entries: readonly WriteEntry[],
    author: Author,
  ): Outcome<Map<string, Written>> | Promise<Outcome<Map<string, Written>>> {
    if (!this.hooks.beforeWrite.used) return write(this.store, entries, author);
    const asking = this.#queue.asking(async () => {
      const asked: WriteEntry[] = [];
      for (const entry of entries) asked.push(await this.#ask(entry, author));
      return asked;
    });
    return asking.then((asked) => write(this.store, asked, author));
  }

  async #writeEach(
    entries: readonly WriteEntry[],
    author: Author,
    skipped: Map<string, string>,
  ): Promise<Outcome<void>> {
    const announcements: Announcement[] = [];
    for (const entry of entries) {
      try {
        const written = this.#askAndWrite([entry], author);
        announcements.push(...(written instanceof Promise ? await written : written).announcements);
      } catch (error) {
        skipped.set(entry.name, codeOf(error));
      }
    }
    return { result: undefined, announcements };
  }

  /** Hands a write through the taps. Throws `VETOED`, and what `prepare` says of a tap's value. */
  async #ask(entry: WriteEntry, { provider, session }: Author): Promise<WriteEntry> {
    const { name, prepared, info } = entry;
    const proposal: WriteProposal = { name, value: prepared.value, info, provider, session };
    const answer = await this.hooks.beforeWrite.call(proposal);
    if (isVeto(answer))
      throw workspaceError('VETOED', `${name} was refused: ${answer.veto}`, { name, reason: answer.veto });
    const changed = answer.value === prepared.value ? prepared : await this.#prepare(name, answer.value);
    return { ...entry, prepared: changed, info: answer.info };
  }

  #prepare(name: string, value: StoredValue): PreparedValue | Promise<PreparedValue> {
    const about = (error: unknown): never => {
      throw new HeadframeError(codeOf(error), `${name}: ${messageOf(error)}`, {
        cause: error,
        data: { name },
      });
    };
    try {
      const prepared = prepare(value, this.#policy());
      return prepared instanceof Promise ? prepared.catch(about) : prepared;
    } catch (error) {
      return about(error);
    }
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
