import type { Change } from './change-log.ts';
import { History } from './history.ts';
import type { Revision } from './revision.ts';
import type { Store } from './store.ts';
import type { StoreImage, VariableImage } from './store-image.ts';
import type { Structure } from './types.ts';
import { Variable } from './variable.ts';
import type { VariablePage } from './variable-table.ts';

/** A variable with one revision, which is no file, in the bytes in which it was kept. Sizes in bytes. */
export interface SleepingVariable {
  readonly name: string;
  /** Of its value. */
  readonly size: number;
  readonly page: VariablePage;
  /** Where it begins in the page, and how much of the page it takes. */
  readonly at: number;
  readonly bytes: number;
}

/** Fills an empty store with an image, part by part; one with smaller limits keeps what fits. */
export class StoreFilling {
  readonly #store: Store;
  readonly #holders = new Map<Revision, History>();
  #revision = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The first part. */
  head({ id, revision }: Pick<StoreImage, 'id' | 'revision'>): void {
    this.#store.changes.id = id;
    this.#revision = revision;
  }

  changes(changes: readonly Change[]): void {
    this.#store.changes.adopt(this.#revision, changes);
  }

  type(name: string, structure: Structure): void {
    this.#store.types.add(name, structure);
  }

  /** The next variable in the order of creation. */
  variable(image: VariableImage): void {
    const { variables } = this.#store;
    const variable = this.#create(image);
    const { history } = variable;
    variables.set(variable.name, variable);
    this.#store.totalBytes += history.current.size;
    for (const revision of image.history.undo) this.#holders.set(revision, history);
    for (const revision of image.history.redo) this.#holders.set(revision, history);
  }

  /** The same without making it; false when it has to be made. */
  sleeping({ name, size, page, at, bytes }: SleepingVariable): boolean {
    if (!this.#store.variables.addAsleep(name, page, at, bytes)) return false;
    this.#store.totalBytes += size;
    this.#store.keeper.keptAsleep(size);
    return true;
  }

  /** The last part. */
  end({ held, bin, nextIndex }: Pick<StoreImage, 'held' | 'bin' | 'nextIndex'>): void {
    for (const revision of held) this.#holders.get(revision)?.holdOne(revision);
    this.#store.bin.adopt(
      bin.map((one) => ({ ...one, variable: this.#create(one.variable) })),
      nextIndex,
    );
  }

  #create({ state, history }: VariableImage): Variable {
    const { keeper, limits, budget } = this.#store;
    keeper.kept(history.current);
    for (const stack of [history.undo, history.redo]) for (const one of stack) keeper.kept(one);
    return new Variable(state, History.of(history, limits.history, budget));
  }
}
