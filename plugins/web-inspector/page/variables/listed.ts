import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Entry, EVERYTHING, type Listing, list } from './listing.ts';
import { variables } from './live.ts';

/** What the table shows of the variables. */
export const listing: Signal<Listing> = signal(EVERYTHING);

/** The rows of the table. */
export const listed: ReadonlySignal<readonly Entry[]> = computed(() => list(variables.value, listing.value));

/** Bytes of all variables. */
export const totalBytes: ReadonlySignal<number> = computed(() => {
  let total = 0;
  for (const { size } of variables.value.values()) total += size;
  return total;
});
