import type { Author } from '../store.ts';

/** Who applies mutations, and when (ms since 1970): one for all of a batch. */
export interface Stamp extends Author {
  readonly time: number;
}
