import type { Metadata } from 'headframe/client/browser';
import { COLUMNS } from './columns.ts';

/** What of the variables is listed, and in which order. */
export interface Listing {
  /** Part of a name, of a type or of a preview; upper and lower case are the same. */
  readonly search: string;
  /** Empty: all. */
  readonly kind: string;
  readonly provider: string;
  /** A column's id; empty: in the order of creation. */
  readonly sort: string;
  readonly isDescending: boolean;
}

/** All variables, in the order of creation. */
export const EVERYTHING: Listing = { search: '', kind: '', provider: '', sort: '', isDescending: false };

/** A variable that is listed. */
export type Entry = readonly [name: string, metadata: Metadata];

/** The variables that a listing is of, in its order. */
export function list(variables: ReadonlyMap<string, Metadata>, listing: Listing): Entry[] {
  const { kind, provider, sort, isDescending } = listing;
  const search = listing.search.trim().toLowerCase();
  const entries: Entry[] = [];
  for (const entry of variables) {
    const metadata = entry[1];
    if (kind !== '' && metadata.kind !== kind) continue;
    if (provider !== '' && metadata.provider !== provider) continue;
    if (search !== '' && !isFound(entry, search)) continue;
    entries.push(entry);
  }
  const column = COLUMNS.find(({ id }) => id === sort);
  if (!column) return isDescending ? entries.reverse() : entries;
  const keyed = entries.map((entry) => ({ entry, key: column.key(...entry) }));
  const sign = isDescending ? -1 : 1;
  keyed.sort((one, other) => (one.key < other.key ? -sign : one.key > other.key ? sign : 0));
  return keyed.map(({ entry }) => entry);
}

/** The listing after a click on a column's head: by that column, then the other way, then as it was created. */
export function sortedBy(listing: Listing, column: string): Listing {
  if (listing.sort !== column) return { ...listing, sort: column, isDescending: false };
  if (!listing.isDescending) return { ...listing, isDescending: true };
  return { ...listing, sort: '', isDescending: false };
}

/** The values that a filter can have, in alphabetical order. */
export function choices(
  variables: ReadonlyMap<string, Metadata>,
  of: (metadata: Metadata) => string | null,
): string[] {
  const found = new Set<string>();
  for (const metadata of variables.values()) {
    const value = of(metadata);
    if (value) found.add(value);
  }
  return [...found].sort();
}

function isFound([name, { type, preview }]: Entry, search: string): boolean {
  return (
    name.toLowerCase().includes(search) ||
    (type?.toLowerCase().includes(search) ?? false) ||
    (preview?.toLowerCase().includes(search) ?? false)
  );
}
