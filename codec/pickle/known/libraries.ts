import { builtins } from './builtins.ts';
import { collections } from './collections.ts';
import { datetimes } from './datetime.ts';
import type { Builder, KnownLibrary, KnownType, Maker } from './known-type.ts';
import { numbers } from './numbers.ts';
import { numpy } from './numpy.ts';
import { pandasArrays } from './pandas-arrays.ts';
import { pandasFrames } from './pandas-frames.ts';
import { pandasIndexes } from './pandas-index.ts';
import { pandasScalars } from './pandas-scalars.ts';

const libraries: readonly KnownLibrary[] = [
  builtins,
  datetimes,
  numbers,
  collections,
  numpy,
  pandasScalars,
  pandasArrays,
  pandasIndexes,
  pandasFrames,
];

/** By `module.name`: what makes the value of a call. */
export const MAKERS: ReadonlyMap<string, Maker> = new Map(
  libraries.flatMap((lib) => Object.entries(lib.makers)),
);

/** By class: what completes a value with the argument of BUILD. */
export const BUILDERS: ReadonlyMap<unknown, Builder> = new Map(
  libraries.flatMap((lib) => lib.builders ?? []),
);

/** By class: how a value is told in typed JSON and in pickle. */
export const TYPES: ReadonlyMap<unknown, KnownType> = new Map(
  libraries.flatMap((lib) => lib.types.map((type) => [type.class, type])),
);

/** By `"$type"`. */
export const TYPES_BY_TAG: ReadonlyMap<string, KnownType> = new Map(
  libraries.flatMap((lib) => lib.types.map((type) => [type.tag, type])),
);
