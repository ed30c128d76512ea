import type { History } from './history.ts';

/** Entries kept of who modified a variable, and when. */
const MODIFICATIONS_KEPT = 100;

/** A named variable: its revisions, who changed it and when (ms since 1970), and its free keys. */
export class Variable {
  name: string;
  /** The workspace's revision of its last change, metadata included. */
  revision: number;
  readonly creationTime: number;
  /** The last 100, oldest first; two lists of one length. */
  readonly modifiedBy: string[];
  readonly modificationTime: number[];
  /** Free keys that users set and filter by: JSON values. */
  readonly info: Map<string, unknown> = new Map();
  readonly history: History;

  constructor(name: string, history: History) {
    const { revision, provider, time } = history.current;
    this.name = name;
    this.revision = revision;
    this.creationTime = time;
    this.modifiedBy = [provider];
    this.modificationTime = [time];
    this.history = history;
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
