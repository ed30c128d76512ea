import { HeadframeError } from 'headframe';
import type { WriteOptions } from './change-options.ts';
import type { WorkspaceHooks } from './hooks.ts';
import { checkChange, checkValueSize } from './operations/check.ts';
import { type WriteEntry, writeAll, writeOne } from './operations/write.ts';
import { isPreparedAtOnce, type PicklePolicy, prepareAtOnce } from './prepare.ts';
import { naming } from './staging.ts';
import { isInline } from './storage/storage.ts';
import type { Announcement, Author, Store } from './store.ts';
import { type StoredValue, sizeOf } from './value.ts';
import type { WriteRequest } from './workspace.ts';
import type { WriteQueue } from './write-queue.ts';

/** What small writes need of the workspace. */
export interface SmallWritesHost {
  readonly store: Store;
  readonly hooks: WorkspaceHooks;
  readonly queue: WriteQueue;
  /** Which pickles are taken now. */
  readonly policy: () => PicklePolicy;
}

/**
 * Writes that are made without a promise: of values that stand in the log itself, while no tap is to be asked
 * and nobody is in front. What has been done is the caller's to tell.
 */
export class SmallWrites {
  readonly #host: SmallWritesHost;

  constructor(host: SmallWritesHost) {
    this.#host = host;
  }

  /** Writes one; nothing when it has to wait. Throws the codes of `prepare` and of the operation `write`. */
  writeOne(name: string, value: StoredValue, options: WriteOptions): Announcement | undefined {
    const { store, policy } = this.#host;
    const { level, ifRevision, info } = options;
    const taken = policy();
    const size = sizeOf(value);
    if (!this.#isFree || !isSmall(value, size, taken)) return undefined;
    checkChange(store, name, options);
    checkValueSize(store, name, size);
    const prepared = prepareNamed(name, value, size, taken);
    return writeOne(store, { name, prepared, ifRevision, info, volatile: level === 'volatile' }, options);
  }

  /**
   * Writes several one after the other, with one record of the log, all or none; nothing when that cannot be,
   * as one of them has to wait, has conditions, or is refused.
   */
  writeTogether(requests: readonly WriteRequest[], author: Author): readonly Announcement[] | undefined {
    if (!this.#isFree) return undefined;
    const { store, policy } = this.#host;
    const taken = policy();
    try {
      const entries: WriteEntry[] = [];
      for (const request of requests) {
        const entry = entryOf(request, taken);
        if (!entry) return undefined;
        entries.push(entry);
      }
      return writeAll(store, entries, author);
    } catch (error) {
      if (error instanceof HeadframeError) return undefined;
      throw error;
    }
  }

  get #isFree(): boolean {
    const { queue, hooks } = this.#host;
    return queue.isIdle && !hooks.beforeWrite.used;
  }
}

/** What a request without conditions comes to; nothing when it cannot be made at once. */
function entryOf(
  { name, value, ifRevision, info }: WriteRequest,
  policy: PicklePolicy,
): WriteEntry | undefined {
  const size = sizeOf(value);
  if (ifRevision !== undefined || info || !isSmall(value, size, policy)) return undefined;
  return { name, prepared: prepareNamed(name, value, size, policy) };
}

function isSmall(value: StoredValue, size: number, policy: PicklePolicy): boolean {
  return isInline(value, size) && isPreparedAtOnce(value, policy);
}

function prepareNamed(
  name: string,
  value: StoredValue,
  size: number,
  policy: PicklePolicy,
): WriteEntry['prepared'] {
  try {
    return prepareAtOnce(value, size, policy);
  } catch (error) {
    throw naming(name, error);
  }
}
