import type { MetadataFilter } from './metadata.ts';

/** Of which variables a client is told. Without limits: of all. */
export interface Subscription {
  /** Patterns of names: `*` stands for any characters, `?` for one. */
  readonly names?: readonly string[];
  /** Kinds of values, as metadata's `kind` has them. */
  readonly kinds?: readonly string[];
  /** Values up to so many bytes come along, at most 4096. */
  readonly inline?: number;
}

/** The filters whose variables together are those of a subscription. */
export function filtersOf({ names, kinds }: Subscription): MetadataFilter[] {
  const byName: MetadataFilter[] = names ? names.map((name) => ({ name })) : [{}];
  if (!kinds) return byName;
  return byName.flatMap((filter) => kinds.map((kind) => ({ ...filter, kind })));
}
