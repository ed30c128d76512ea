import { codeOf, HeadframeError, messageOf } from 'headframe';
import { type PicklePolicy, prepare } from './prepare.ts';
import type { PreparedValue } from './revision.ts';
import { BlobValue } from './storage/blob-value.ts';
import type { Storage } from './storage/storage.ts';
import type { StoredValue } from './value.ts';

/** What is wrong with a value, and whose it is. */
export function naming(name: string, error: unknown): HeadframeError {
  const data = error instanceof HeadframeError ? error.data : {};
  const message = `${name}: ${messageOf(error)}`;
  return new HeadframeError(codeOf(error), message, { cause: error, data: { ...data, name } });
}

/** The values of one write on their way into the store: checked, and large ones in files of their own. */
export class Staging {
  readonly #policy: PicklePolicy;
  readonly #storage: Storage | undefined;
  readonly #staged: BlobValue[] = [];

  /** Without `storage` everything stays in memory. */
  constructor(policy: PicklePolicy, storage: Storage | undefined) {
    this.#policy = policy;
    this.#storage = storage;
  }

  /** Checks a value and stages it, at once when it is small. Throws what `prepare` and `Storage.stage` throw, with the name. */
  prepare(name: string, value: StoredValue): PreparedValue | Promise<PreparedValue> {
    try {
      const prepared = prepare(value, this.#policy);
      const staged =
        prepared instanceof Promise ? prepared.then((ready) => this.#stage(ready)) : this.#stage(prepared);
      return staged instanceof Promise
        ? staged.catch((error) => Promise.reject(naming(name, error)))
        : staged;
    } catch (error) {
      throw naming(name, error);
    }
  }

  /** Lets go of what was staged: what has not come into the store is removed. */
  release(): void {
    for (const value of this.#staged) this.#storage?.release(value);
  }

  #stage(prepared: PreparedValue): PreparedValue | Promise<PreparedValue> {
    if (!this.#storage) return prepared;
    const staged = this.#storage.stage(prepared);
    return staged instanceof Promise ? staged.then((one) => this.#note(one)) : this.#note(staged);
  }

  #note(prepared: PreparedValue): PreparedValue {
    if (prepared.value instanceof BlobValue) this.#staged.push(prepared.value);
    return prepared;
  }
}
