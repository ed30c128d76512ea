import type { Change } from './change-log.ts';
import type { HistoryState } from './history.ts';
import type { BinEntry } from './recycle-bin.ts';
import type { Revision } from './revision.ts';
import type { Store } from './store.ts';
import { StoreFilling } from './store-filling.ts';
import type { Structure } from './types.ts';
import type { Variable, VariableState } from './variable.ts';

/** A variable at a moment. */
export interface VariableImage {
  readonly state: VariableState;
  readonly history: HistoryState;
}

/** A deleted variable at a moment. */
export interface BinImage extends Pick<BinEntry, 'index' | 'provider' | 'time'> {
  readonly variable: VariableImage;
}

/** All that a store is at a moment, but for locks: later changes of the store do not reach it. */
export interface StoreImage {
  readonly id: string;
  readonly revision: number;
  readonly changes: readonly Change[];
  readonly types: readonly (readonly [string, Structure])[];
  /** In the order of creation. */
  readonly variables: Iterable<VariableImage>;
  /** Oldest first. */
  readonly bin: readonly BinImage[];
  /** The index that the next deleted variable gets. */
  readonly nextIndex: number;
  /** Earlier revisions of living variables, in the order in which a lack of room drops them. */
  readonly held: readonly Revision[];
}

/** Takes an image; 0.1 to 0.2 µs a variable. */
export function captureStore({ changes, types, variables, bin, budget }: Store): StoreImage {
  return {
    id: changes.id,
    revision: changes.revision,
    changes: changes.all(),
    types: types.defined(),
    variables: variables.capture(imageOf),
    bin: bin.entries().map(({ index, provider, time, variable }) => {
      return { index, provider, time, variable: imageOf(variable) };
    }),
    nextIndex: bin.next,
    held: [...budget.held('history')] as Revision[],
  };
}

/** Fills an empty store; one with smaller limits keeps what fits. */
export function fillStore(store: Store, image: StoreImage): void {
  const filling = new StoreFilling(store);
  filling.head(image);
  filling.changes(image.changes);
  for (const [name, structure] of image.types) filling.type(name, structure);
  for (const variable of image.variables) filling.variable(variable);
  filling.end(image);
}

function imageOf({ name, revision, creationTime, modifiedBy, modificationTime, info, history }: Variable) {
  const state = {
    name,
    revision,
    creationTime,
    modifiedBy,
    modificationTime,
    info,
  };
  return { state, history: history.state };
}
