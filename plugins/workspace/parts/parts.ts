import type { Effect, Scope } from 'headframe';
import type { PyValue } from 'headframe/codec';
import { handOver } from '../conversion/hand-over.ts';
import { LARGE_BYTES } from '../convert.ts';
import { DecodedCache } from '../decoded-cache.ts';
import { notFound } from '../errors.ts';
import type { ItemRange, Items } from '../items.ts';
import { checkDecodable } from '../native.ts';
import { readVariable } from '../read-variable.ts';
import type { ReadPart } from '../reading.ts';
import type { PreparedValue } from '../revision.ts';
import type { WireRanges } from '../slice.ts';
import type { ColumnStatistics } from '../statistics.ts';
import { StatisticsCache } from '../statistics-cache.ts';
import { BlobValue } from '../storage/blob-value.ts';
import { type Method, type StoredValue, sizeOf } from '../value.ts';
import type { Workspace } from '../workspace.ts';
import { decodesAtOnce, mayDecodeAtOnce } from './decodes-at-once.ts';
import { type LoadContent, PartReader } from './part-reader.ts';
import { answer, type PartAnswer, type PartAnswers, type Question } from './question.ts';
import { selectedShare } from './selected-share.ts';

/** A variable's value that is asked about. */
type Asked = Pick<PreparedValue, 'value' | 'scan'> & { readonly name: string };

/**
 * Parts of variables and figures about them. What would keep others waiting, because a large value has to be decoded
 * or much of it goes into the answer, is worked out in a thread of its own.
 *
 * Notes: all throw `BAD_VALUE`, `NOT_CONVERTIBLE`, `TOO_LARGE` and `STORAGE_DAMAGED`, and for a large value `TOO_MANY`,
 * `TIMEOUT`, and `CANCELLED` once `signal` is aborted before it has begun.
 */
export class Parts {
  readonly #workspace: Workspace;
  readonly #scope: Scope;
  readonly #decoded = new DecodedCache();
  readonly #statistics = new StatisticsCache();
  readonly #reader: PartReader;
  /** Under which name each value was asked for. */
  readonly #names = new WeakMap<StoredValue, string>();
  /** Taps that tell when a value that the thread keeps has gone. */
  #taps: readonly Effect[] = [];

  /** `scope`: of the plugin, whose taps these are. */
  constructor(workspace: Workspace, scope: Scope) {
    this.#workspace = workspace;
    this.#scope = scope;
    this.#reader = new PartReader({
      isWanted: (value) => this.#isCurrent(value),
      onChange: () => this.#watch(),
    });
  }

  /** The values that the thread keeps decoded. */
  get held(): readonly StoredValue[] {
    return this.#reader.held;
  }

  /** A part of a value as one document: see `slice`. Throws `NOT_FOUND`, and as {@link Parts}. */
  slice(
    name: string,
    ranges: WireRanges,
    method: Method,
    signal?: AbortSignal,
  ): Promise<ReadPart<Uint8Array>> {
    return this.#askAbout(name, { kind: 'slice', ranges, method }, signal);
  }

  /** What a container holds: see `itemsOf`. Throws as `slice`. */
  items(
    name: string,
    path: readonly number[],
    range: ItemRange,
    signal?: AbortSignal,
  ): Promise<ReadPart<Items>> {
    return this.#askAbout(name, { kind: 'items', path, range }, signal);
  }

  /** Statistics of a variable, computed once a revision. Throws as `slice`. */
  async statistics(
    name: string,
    columns?: readonly string[],
  ): Promise<ReadPart<readonly ColumnStatistics[]>> {
    const variable = this.#workspace.store.variables.get(name);
    if (!variable) throw notFound(name);
    const { revision, history } = variable;
    const { current } = history;
    const compute = () => this.#ask({ ...current, name }, { kind: 'statistics', columns });
    return { value: await this.#statistics.get(current, columns, compute), revision };
  }

  /** Ends the thread; what it works on, and what waits, fails. */
  close(): Promise<void> {
    return this.#reader.close();
  }

  async #askAbout<K extends Question['kind']>(
    name: string,
    question: Question & { readonly kind: K },
    signal?: AbortSignal,
  ): Promise<ReadPart<PartAnswers[K]>> {
    const { store } = this.#workspace;
    const found = readVariable(store, name);
    if (!found) throw notFound(name);
    const { value, revision } = found;
    const scan = store.variables.get(name)?.history.current.scan;
    return { value: await this.#ask<K>({ value, scan, name }, question, signal), revision };
  }

  /** The answer about a value that its variable has now; its file stays until it is given. */
  async #ask<K extends Question['kind']>(
    asked: Asked,
    question: Question & { readonly kind: K },
    signal?: AbortSignal,
  ): Promise<PartAnswers[K]> {
    const { name, value } = asked;
    checkDecodable(value);
    this.#names.set(value, name);
    const held = value instanceof BlobValue ? value : undefined;
    const { storage } = this.#workspace;
    if (held) storage?.hold(held);
    try {
      const native = await this.#decodeHere(asked, question);
      const found: PartAnswer =
        native === undefined
          ? await this.#reader.ask({ value, load: this.#loader(value), question, signal })
          : await answer(native, question);
      return found as PartAnswers[K];
    } finally {
      if (held) storage?.release(held);
    }
  }

  /** The value, decoded in this thread, unless that or the answer is better left to the other. */
  async #decodeHere({ value, scan }: Asked, question: Question): Promise<PyValue | undefined> {
    const size = sizeOf(value);
    const isLarge = size >= LARGE_BYTES;
    if (isLarge && (question.kind === 'statistics' || !mayDecodeAtOnce(value, scan))) return undefined;
    const native = this.#decoded.get(value) ?? (await this.#decode(value));
    if (native === undefined || !isLarge || question.kind !== 'slice') return native;
    return selectedShare(native, question.ranges) * size < LARGE_BYTES ? native : undefined;
  }

  async #decode(value: StoredValue): Promise<PyValue | undefined> {
    const loaded = (await this.#workspace.storage?.load(value)) ?? value;
    return decodesAtOnce(loaded) ? this.#decoded.decode(value, loaded) : undefined;
  }

  /** How the thread gets the value: it reads the file, which stays until then; what is in memory is copied. */
  #loader(value: StoredValue): LoadContent {
    const { storage } = this.#workspace;
    if (!(value instanceof BlobValue) || !storage) return () => handOver(value);
    const { method, id, layout, crc } = value;
    const content = { folder: storage.blobs.files.folder, file: { method, id, layout, crc } };
    return async () => [content, []];
  }

  #isCurrent(value: StoredValue): boolean {
    const name = this.#names.get(value);
    if (name === undefined) return false;
    return this.#workspace.store.variables.get(name)?.history.current.value === value;
  }

  /** Listens to changes while the thread keeps a value. */
  #watch(): void {
    const isHolding = this.#reader.held.length > 0;
    if (isHolding === this.#taps.length > 0) return;
    for (const tap of this.#taps) void tap.undo();
    const { dataChanged, dataDeleted, dataRestored } = this.#workspace.hooks;
    const sweep = (): void => this.#reader.sweep();
    this.#taps = isHolding
      ? [dataChanged, dataDeleted, dataRestored].map((hook) => hook.tap(this.#scope, sweep))
      : [];
  }
}
