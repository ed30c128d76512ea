import type { History } from './history.ts';

/** Entries kept of who modified a variable, and when. */
const MODIFICATIONS_KEPT = 100;

const NO_INFO: ReadonlyMap<string, unknown> = new Map();

/** What a variable is beside its history: see {@link Variable}. */
export type VariableState = Pick<
  Variable,
  'name' | 'revision' | 'creationTime' | 'modifiedBy' | 'modificationTime' | 'info'
>;

/** A named variable: its revisions, who changed it and when (ms since 1970), and its free keys. */
export class Variable {
  name: string;
  /** The workspace's revision of its last change, metadata included. */
  revision: number;
  readonly creationTime: number;
  /** The last 100, oldest first; two lists of one length. */
  readonly modifiedBy: string[];
  readonly modificationTime: number[];
  /** Free keys that users set and filter by: JSON values. Replaced as a whole. */
  info: ReadonlyMap<string, unknown>;
  readonly history: History;

  constructor(state: VariableState, history: History) {
    this.name = state.name;
    this.revision = state.revision;
    this.creationTime = state.creationTime;
    this.modifiedBy = state.modifiedBy;
    this.modificationTime = state.modificationTime;
    this.info = state.info;
    this.history = history;
  }

  /** A variable that comes to exist with the current revision of its history. */
  static created(name: string, history: History): Variable {
    const { revision, provider, time } = history.current;
    const modifications = { modifiedBy: [provider], modificationTime: [time] };
    return new Variable({ name, revision, creationTime: time, info: NO_INFO, ...modifications }, history);
  }

  /** Notes a change of the value. */
  modified(revision: number, provider: string, time: number): void {
    this.revision = revision;
    this.modifiedBy.push(provider);
    this.modificationTime.push(time);
    if (this.modifiedBy.length > MODIFICATIONS_KEPT) {
      this.modifiedBy.shift();
      this.modificationTime.shift();
    }
  }

  /** Who wrote the value last. */
  get provider(): string {
    return this.modifiedBy.at(-1) ?? '';
  }
}
