import type { VariableImage } from './store-image.ts';
import type { Variable } from './variable.ts';

/** Bytes of a file of the storage, in memory, in which variables stand. They never change. */
export interface VariablePage {
  readonly byteLength: number;
  /** The variable that begins at an offset. */
  read(at: number): VariableImage;
}

/** Offsets in a page that can be noted: a sleeping variable is one number, its page and its offset in it. */
const PAGE_SPAN = 2 ** 23;
/** A page in which less than this part is variables that sleep is not worth its memory. */
const WORTH_KEEPING = 0.5;

/**
 * The variables by their names, in the order of creation.
 *
 * Notes: one that comes from disk *sleeps*: it is a number that says where it stands in the bytes that were read,
 * until it is looked at for the first time. So a start takes a fraction of the time and of the memory that all
 * the objects would; a page goes when none of its variables sleeps any more.
 */
export class VariableTable {
  readonly #entries = new Map<string, Variable | number>();
  readonly #create: (image: VariableImage) => Variable;
  readonly #pages: (VariablePage | undefined)[] = [];
  /** Of each page: how many variables sleep in it, and about their bytes. */
  readonly #sleepers: { count: number; bytes: number }[] = [];

  /** `create` makes a variable from what was kept of it. */
  constructor(create: (image: VariableImage) => Variable) {
    this.#create = create;
  }

  get size(): number {
    return this.#entries.size;
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  get(name: string): Variable | undefined {
    const entry = this.#entries.get(name);
    return typeof entry === 'number' ? this.#wake(name, entry) : entry;
  }

  set(name: string, variable: Variable): void {
    const before = this.#entries.get(name);
    if (typeof before === 'number') this.#leave(before);
    this.#entries.set(name, variable);
  }

  delete(name: string): boolean {
    const entry = this.#entries.get(name);
    if (typeof entry === 'number') this.#leave(entry);
    return this.#entries.delete(name);
  }

  keys(): IterableIterator<string> {
    return this.#entries.keys();
  }

  /** All of them; those that slept do not any more. */
  *values(): Generator<Variable, void> {
    for (const [, variable] of this) yield variable;
  }

  *[Symbol.iterator](): Generator<[string, Variable], void> {
    for (const [name, entry] of this.#entries) {
      yield [name, typeof entry === 'number' ? this.#wake(name, entry) : entry];
    }
  }

  /** Those that have been looked at since they came from disk, and those that did not come from there. */
  *awake(): Generator<Variable, void> {
    for (const entry of this.#entries.values()) if (typeof entry !== 'number') yield entry;
  }

  /** Adds a variable that stands in a page, in so many bytes; false when it has to be made at once. */
  addAsleep(name: string, page: VariablePage, at: number, bytes: number): boolean {
    if (at >= PAGE_SPAN) return false;
    if (this.#pages.at(-1) !== page) {
      this.#pages.push(page);
      this.#sleepers.push({ count: 0, bytes: 0 });
    }
    const index = this.#pages.length - 1;
    const sleepers = this.#sleepers[index];
    if (!sleepers) return false;
    sleepers.count++;
    sleepers.bytes += bytes;
    this.#entries.set(name, index * PAGE_SPAN + at);
    return true;
  }

  /** Wakes those that stand in pages which hold little else: for the end of a recovery. */
  settle(): void {
    const isWorth = this.#pages.map((page, index) => {
      return (this.#sleepers[index]?.bytes ?? 0) >= WORTH_KEEPING * (page?.byteLength ?? 0);
    });
    if (isWorth.every(Boolean)) return;
    for (const [name, entry] of this.#entries) {
      if (typeof entry === 'number' && !isWorth[Math.floor(entry / PAGE_SPAN)]) this.#wake(name, entry);
    }
  }

  /** The images of all as they are now: later changes do not reach them, and nobody is woken. */
  capture(imageOf: (variable: Variable) => VariableImage): Iterable<VariableImage> {
    const pages = [...this.#pages];
    const entries = Array.from(this.#entries.values(), (entry) =>
      typeof entry === 'number' ? entry : imageOf(entry),
    );
    return {
      *[Symbol.iterator]() {
        for (const entry of entries) yield typeof entry === 'number' ? imageAt(pages, entry) : entry;
      },
    };
  }

  #wake(name: string, place: number): Variable {
    const variable = this.#create(imageAt(this.#pages, place));
    this.#entries.set(name, variable);
    this.#leave(place);
    return variable;
  }

  #leave(place: number): void {
    const index = Math.floor(place / PAGE_SPAN);
    const sleepers = this.#sleepers[index];
    if (!sleepers) return;
    sleepers.bytes -= sleepers.bytes / sleepers.count;
    sleepers.count--;
    if (sleepers.count === 0) this.#pages[index] = undefined;
  }
}

function imageAt(pages: readonly (VariablePage | undefined)[], place: number): VariableImage {
  const page = pages[Math.floor(place / PAGE_SPAN)];
  if (!page) throw new Error('the page of a sleeping variable has gone');
  return page.read(place % PAGE_SPAN);
}
