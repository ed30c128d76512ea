import { asClientError } from './errors.ts';
import type { ChangeOptions, DeleteManyOptions, SetManyOptions, SetOptions } from './options.ts';
import { isFileSized } from './places/file-sized.ts';
import { ReadingClient } from './reading-client.ts';
import { DeleteManyRequest, SetManyRequest } from './requests/batch.ts';
import { CommandRequest, type ValueParam } from './requests/command.ts';
import { DeleteRequest } from './requests/delete.ts';
import type { RequestOptions } from './requests/request.ts';
import { SetRequest, type WriteHow } from './requests/set.ts';
import { type EncodedValue, encodeValue } from './values/encode-value.ts';
import type { Method, RawValue } from './values/raw-value.ts';

/**
 * What a client writes and deletes.
 *
 * Notes: a change whose answer was lost with its connection rejects with `DISCONNECTED`: it may have been
 * made or not, and `ifRevision` tells. Beside what {@link ReadingClient} rejects with, a change rejects with
 * `CONFLICT`, `LOCKED`, `VETOED`, `RESERVED`, `BAD_NAME`, `FORBIDDEN`.
 */
export abstract class WritingClient extends ReadingClient {
  /**
   * Writes a variable; resolves with its revision. Values are what `encodeTypedJson` of `headframe/codec`
   * takes: plain JavaScript, typed arrays (numpy arrays in Python), `Date`, and the codec's classes. A typed
   * array is not copied: leave it unchanged until this resolves.
   */
  set(name: string, value: unknown, options: SetOptions = {}): Promise<number> {
    try {
      return this.#write(name, encoded(value, options.method ?? 'json'), options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Writes a document as it is; see `getRaw`. Rejects with `BAD_JSON`, `BAD_PICKLE`, `NEEDS_BUFFERS`. */
  async setRaw(name: string, value: RawValue, options: Omit<SetOptions, 'method'> = {}): Promise<number> {
    return this.#write(name, value, options);
  }

  /** Writes variables, all or none, at most 8192; resolves with the revision of each. */
  async setMany(
    values: Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>,
    { ifRevision = {}, level, method = 'json', ...options }: SetManyOptions = {},
  ): Promise<Map<string, number>> {
    const entries = values instanceof Map ? [...values] : Object.entries(values);
    const writes = entries.map(([name, value]) => ({
      name,
      value: encoded(value, method),
      ifRevision: Object.hasOwn(ifRevision, name) ? ifRevision[name] : undefined,
    }));
    const revisions = await this.submit(new SetManyRequest(writes, level), options);
    return new Map(writes.map(({ name }, index) => [name, revisions[index] ?? 0]));
  }

  /** Moves a variable into the recycle bin; resolves with the revision of that. Rejects with `NOT_FOUND`. */
  delete(name: string, { ifRevision, ...options }: ChangeOptions = {}): Promise<number> {
    return this.submit(new DeleteRequest(name, ifRevision), options);
  }

  /** The same for several, all or none, at most 8192. */
  async deleteMany(
    names: readonly string[],
    { ifRevision = {}, ...options }: DeleteManyOptions = {},
  ): Promise<Map<string, number>> {
    const deletes = names.map((name) => ({
      name,
      ifRevision: Object.hasOwn(ifRevision, name) ? ifRevision[name] : undefined,
    }));
    const revisions = await this.submit(new DeleteManyRequest(deletes), options);
    return new Map(names.map((name, index) => [name, revisions[index] ?? 0]));
  }

  /** A volatile value is kept in the host's memory: a file would be a detour. */
  #set(name: string, value: EncodedValue, options: WriteHow & RequestOptions): Promise<number> {
    const isPlaced = options.level !== 'volatile' && isFileSized(value);
    return isPlaced
      ? this.#setPlaced(name, value, options)
      : this.submit(new SetRequest(name, value, options), options);
  }

  async #setPlaced(name: string, value: EncodedValue, options: WriteHow & RequestOptions): Promise<number> {
    try {
      return await this.submit(new SetRequest(name, value, options, this.places), options);
    } catch (error) {
      if (asClientError(error).code !== 'BLOB_REFUSED') throw error;
      return this.submit(new SetRequest(name, value, options), options);
    }
  }

  #write(name: string, value: ValueParam['value'], options: Omit<SetOptions, 'method'>): Promise<number> {
    const { ifRevision, level, info } = options;
    if (!info) return this.#set(name, value, options);
    const params = {
      name,
      provider: this.client,
      method: value.method,
      if_revision: ifRevision,
      info,
      level,
    };
    const request = new CommandRequest('set_var', params, (answer) => Number(answer.json().revision), {
      values: [{ param: 'value', value }],
    });
    return this.submit(request, options);
  }
}

function encoded(value: unknown, method: Method): EncodedValue {
  try {
    return encodeValue(value, method);
  } catch (error) {
    throw asClientError(error);
  }
}
