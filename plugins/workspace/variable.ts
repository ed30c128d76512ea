import type { History } from './history.ts';

/** Entries kept of who modified a variable, and when. */
const MODIFICATIONS_KEPT = 100;

const NO_INFO: ReadonlyMap<string, unknown> = new Map();

/** What a variable is beside its history: see {@link Variable}. */
export interface VariableState extends Pick<Variable, 'name' | 'revision' | 'creationTime' | 'info'> {
  readonly modifiedBy: string[];
  readonly modificationTime: number[];
}

/** A named variable: its revisions, who changed it and when (ms since 1970), and its free keys. */
export class Variable {
  name: string;
  /** The workspace's revision of its last change, metadata included. */
  revision: number;
  readonly creationTime: number;
  /** Free keys that users set and filter by: JSON values. Replaced as a whole. */
  info: ReadonlyMap<string, unknown>;
  readonly history: History;
  /** Two rings of one length, at most 100. */
  readonly #modifiedBy: string[];
  readonly #modificationTime: number[];
  /** Where the oldest entry stands in them. */
  #oldest = 0;

  constructor(state: VariableState, history: History) {
    this.name = state.name;
    this.revision = state.revision;
    this.creationTime = state.creationTime;
    this.#modifiedBy = state.modifiedBy;
    this.#modificationTime = state.modificationTime;
    this.info = state.info;
    this.history = history;
  }

  /** A variable that comes to exist with the current revision of its history. */
  static created(name: string, history: History): Variable {
    const { revision, provider, time } = history.current;
    const modifications = { modifiedBy: [provider], modificationTime: [time] };
    return new Variable({ name, revision, creationTime: time, info: NO_INFO, ...modifications }, history);
  }

  /** Who has modified it, oldest first: the last 100. */
  get modifiedBy(): string[] {
    return this.#inOrder(this.#modifiedBy);
  }

  /** When each of {@link modifiedBy} did. */
  get modificationTime(): number[] {
    return this.#inOrder(this.#modificationTime);
  }

  /** Notes a change of the value. */
  modified(revision: number, provider: string, time: number): void {
    this.revision = revision;
    const { length } = this.#modifiedBy;
    const at = length < MODIFICATIONS_KEPT ? length : this.#oldest;
    if (at < length) this.#oldest = (at + 1) % MODIFICATIONS_KEPT;
    this.#modifiedBy[at] = provider;
    this.#modificationTime[at] = time;
  }

  /** Who wrote the value last. */
  get provider(): string {
    return this.#last(this.#modifiedBy) ?? '';
  }

  /** When the value was written last. */
  get lastModified(): number {
    return this.#last(this.#modificationTime) ?? 0;
  }

  #last<T>(ring: readonly T[]): T | undefined {
    return ring[(this.#oldest + ring.length - 1) % ring.length];
  }

  #inOrder<T>(ring: readonly T[]): T[] {
    return [...ring.slice(this.#oldest), ...ring.slice(0, this.#oldest)];
  }
}
