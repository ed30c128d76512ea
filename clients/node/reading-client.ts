import { MAX_BATCH } from '../../codec/frame/framed/index.ts';
import type { PyValue } from '../../codec/pickle/values.ts';
import { allMetadata } from './changes/feed.ts';
import type { Metadata, MetadataFilter } from './changes/metadata.ts';
import { ClientBase } from './client-base.ts';
import type { GetOptions, GetRawOptions, WaitOptions } from './options.ts';
import { isImmutable } from './places/immutable.ts';
import type { ColumnStatistics, DeletedEntry, HistoryEntry, Range, Waited } from './records.ts';
import { GetManyRequest } from './requests/batch.ts';
import { type Convert, GetRequest } from './requests/get.ts';
import { PingRequest } from './requests/ping.ts';
import type { RequestOptions } from './requests/request.ts';
import { decodeValue } from './values/decode-value.ts';
import { toPlain } from './values/plain.ts';
import type { Method, RawRead } from './values/raw-value.ts';

/** How long `waitFor` waits unless it is told, and what its answer may take beyond that, in milliseconds. */
const WAIT_MS = 30_000;
const WAIT_GRACE_MS = 10_000;
/** How often a value is looked for in a file that the host names, before it has to be sent. */
const PLACED_ATTEMPTS = 3;

/**
 * What a client reads. While there is no connection, reads wait for the next one; a read whose answer was
 * lost is made again.
 *
 * All methods reject with `TIMEOUT`, `ABORTED`, `CLOSED`, `DISCONNECTED` when there will be no other
 * connection, and with the host's codes.
 */
export abstract class ReadingClient extends ClientBase {
  /**
   * A variable's value, as plain JavaScript unless `exact` is asked for: see `decodeValue`. A pickle is
   * decoded here, and nothing in it is executed. Rejects with `NOT_FOUND`, `NOT_CONVERTIBLE`.
   */
  get<T = unknown>(name: string, options?: GetOptions): Promise<T> {
    if (!options?.exact && !options?.signal) {
      const known = this.cached(name);
      if (known !== undefined) return Promise.resolve(known as T);
    }
    return this.#get(name, undefined, options, (raw, slot) => this.#decode<T>(name, raw, slot, options));
  }

  /** A variable's document and buffers, and its revision. Rejects with `NOT_FOUND`, `NOT_CONVERTIBLE`. */
  getRaw(name: string, options: GetRawOptions = {}): Promise<RawRead> {
    return this.#get(name, options.method, options, (raw) => raw);
  }

  /** The values of those variables that exist, by name. All are of one moment when they are 8192 or fewer. */
  async getMany<T = unknown>(names: readonly string[], options?: GetOptions): Promise<Map<string, T>> {
    const batches: Promise<(T | undefined)[]>[] = [];
    for (let at = 0; at < names.length; at += MAX_BATCH) {
      const convert = (raw: RawRead): T | Promise<T> => decodeValue(raw, options) as T | Promise<T>;
      batches.push(this.submit(new GetManyRequest(names.slice(at, at + MAX_BATCH), convert), options));
    }
    const values = (await Promise.all(batches)).flat();
    const found = names.map((name, index) => [name, values[index]] as const);
    return new Map(found.filter((entry): entry is readonly [string, T] => entry[1] !== undefined));
  }

  /** The names of all variables, in the order of creation. */
  names(options?: RequestOptions): Promise<string[]> {
    return this.ask(
      'get_all_public_variable_names',
      {},
      (answer) => answer.json().var_names as string[],
      options,
    );
  }

  /** What is known of a variable without reading it. Rejects with `NOT_FOUND`. */
  metadata(name: string, options?: RequestOptions): Promise<Metadata> {
    return this.ask('get_metadata', { name }, (answer) => answer.json().metadata as Metadata, options);
  }

  /** The metadata of all variables that pass a filter, by name, in the order of creation. */
  allMetadata(filter: MetadataFilter = {}, options?: RequestOptions): Promise<Map<string, Metadata>> {
    return this.submit(allMetadata(filter), options);
  }

  /** A variable's revisions, oldest first. Rejects with `NOT_FOUND`. */
  history(name: string, options?: RequestOptions): Promise<HistoryEntry[]> {
    return this.ask('get_history', { name }, (answer) => answer.json().history as HistoryEntry[], options);
  }

  /** The deleted variables, oldest first. */
  recycleBin(options?: RequestOptions): Promise<DeletedEntry[]> {
    return this.ask('get_recycle_bin', {}, (answer) => answer.json().entries as DeletedEntry[], options);
  }

  /**
   * Waits until a variable is newer than a revision; without one, until it exists. `waitMs`: at most so
   * long, 30 s unless given; then `newer` is false.
   */
  waitFor(
    name: string,
    { sinceRevision = 0, waitMs = WAIT_MS, ...options }: WaitOptions = {},
  ): Promise<Waited> {
    const params = { name, since_revision: sinceRevision, timeout_ms: waitMs };
    const timed = { timeoutMs: waitMs + WAIT_GRACE_MS, ...options };
    return this.ask('wait_for', params, (answer) => answer.json() as unknown as Waited, timed);
  }

  /**
   * A part of an array, table, sequence, text or mapping, without the rest: a range an axis. Rejects with
   * `NOT_FOUND`, `BAD_VALUE`.
   */
  slice<T = unknown>(name: string, ranges: readonly Range[], options: GetOptions = {}): Promise<T> {
    const take = (value: unknown): T => (options.exact ? value : toPlain(value as PyValue)) as T;
    return this.ask('get_slice', { name, ranges }, (answer) => take(answer.value('value')), options);
  }

  /** Statistics of an array, a sequence, or a table's columns. Rejects with `NOT_FOUND`, `BAD_VALUE`. */
  statistics(
    name: string,
    columns?: readonly string[],
    options?: RequestOptions,
  ): Promise<readonly ColumnStatistics[]> {
    const take = (found: unknown): readonly ColumnStatistics[] => found as readonly ColumnStatistics[];
    return this.ask('get_statistics', { name, columns }, (answer) => take(answer.json().columns), options);
  }

  /** Shows that the host answers; resolves with the workspace's revision. */
  ping(options?: RequestOptions): Promise<number> {
    return this.submit(new PingRequest(), options);
  }

  /** The host's five general settings: work_dir, main_theme, margin_theme, locale, theme. */
  settings(options?: RequestOptions): Promise<Readonly<Record<string, unknown>>> {
    const take = (found: unknown): Readonly<Record<string, unknown>> => found as Record<string, unknown>;
    return this.ask('get_settings', {}, (answer) => take(answer.json().settings), options);
  }

  #get<T>(
    name: string,
    method: Method | undefined,
    options: RequestOptions | undefined,
    convert: Convert<T>,
    attempt: number = 1,
  ): Promise<T> {
    const again = (): Promise<T> => this.#get(name, method, options, convert, attempt + 1);
    const places = attempt <= PLACED_ATTEMPTS ? { current: this.places, again } : undefined;
    return this.submit(new GetRequest(name, method, convert, places), options);
  }

  /** The value of a document, which is kept when it can be given out again. */
  #decode<T>(
    name: string,
    raw: RawRead,
    slot: number | undefined,
    options: GetOptions | undefined,
  ): T | Promise<T> {
    const value = decodeValue(raw, options);
    if (slot !== undefined && !options?.exact && isImmutable(value)) {
      this.places()?.cache?.add(name, slot, raw.revision, value);
    }
    return value as T | Promise<T>;
  }
}
