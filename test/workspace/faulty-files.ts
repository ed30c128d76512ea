import { type FileSystem, nodeFileSystem } from '../../plugins/workspace/storage/file-system.ts';

/** What goes wrong with one file operation; only a write can be short, of which the first half is done. */
export type Fault = 'ENOSPC' | 'EIO' | 'short';

/** Operations that change something on disk, or that say that it is there. */
const CHANGING = [
  'makeFolder',
  'open',
  'write',
  'truncate',
  'setMode',
  'rename',
  'remove',
  'sync',
  'syncLater',
  'writeLater',
  'removeLater',
] as const satisfies (keyof FileSystem)[];

/** Operations that only look. */
const READING = [
  'list',
  'open',
  'read',
  'readLater',
  'state',
  'stateOf',
] as const satisfies (keyof FileSystem)[];

type Operation = (typeof CHANGING | typeof READING)[number];

/**
 * The machine's files, where one operation goes wrong: the `at`-th from the call of `arm` on, counted from
 * 1. After that all goes well again, or, with `dead`, nothing more is done at all: the machine is off.
 */
export class FaultyFiles {
  readonly files: FileSystem;
  /** Operations since `arm`. */
  count = 0;
  struck = false;
  #at = 0;
  #fault: Fault = 'EIO';
  #dead = false;

  /** `which` operations may go wrong, and are counted. */
  constructor(which: 'changing' | 'reading' = 'changing') {
    const names: readonly Operation[] = which === 'changing' ? CHANGING : READING;
    const entries = names.map((name) => [name, this.#wrap(name)]);
    this.files = { ...nodeFileSystem, ...Object.fromEntries(entries) };
  }

  /** Begins to count. */
  arm(at: number, fault: Fault, dead = false): void {
    this.count = 0;
    this.struck = false;
    this.#at = at;
    this.#fault = fault;
    this.#dead = dead;
  }

  /** All goes well from now on. */
  disarm(): void {
    this.#at = 0;
  }

  #wrap(name: Operation): (...values: unknown[]) => unknown {
    const real = nodeFileSystem[name] as (...values: unknown[]) => unknown;
    return (...values) => {
      if (this.#at === 0) return real(...values);
      if (this.#fault === 'short' && name !== 'write' && !this.struck) return real(...values);
      this.count++;
      const now = this.count === this.#at;
      if (!now && !(this.#dead && this.struck)) return real(...values);
      this.struck = true;
      const error = Object.assign(new Error(`${this.#code()}: injected into ${name}`), {
        code: this.#code(),
      });
      if (this.#fault === 'short' && now) this.#halfOf(values);
      if (name.endsWith('Later')) return Promise.reject(error);
      throw error;
    };
  }

  #code(): string {
    return this.#fault === 'short' ? 'ENOSPC' : this.#fault;
  }

  /** Writes the first half of what was to be written. */
  #halfOf([fd, bytes, offset, length, position]: unknown[]): void {
    const half = Math.floor(Number(length) / 2);
    nodeFileSystem.write(Number(fd), bytes as Uint8Array, Number(offset), half, Number(position));
  }
}
