import type { RESERVED_TYPES } from './reserved.ts';

/**
 * The structure of a structured value: its fields, and what each may hold.
 *
 * Notes: alternatives are joined by `|`; `list[…]` is a list of such. The words are `any`, `none`,
 * `bool`, `int`, `float`, `str`, `list`, `dict`, and the names of types.
 */
export type Structure = Readonly<Record<string, string>>;

const NUMBER = 'float|int|Complex';

/** PyMiner's built-in types. */
export const BUILT_IN_TYPES: Readonly<Record<(typeof RESERVED_TYPES)[number], Structure>> = {
  Type: { structure: 'dict' },
  Complex: { real: 'float|int', imag: 'float|int' },
  Matrix: { value: `list[list[${NUMBER}]]` },
  Vector: { value: `list[${NUMBER}]` },
  TimeSeries: { time: 'list[float|int]', data: `list[${NUMBER}]` },
  StateSpace: {
    A: 'Matrix',
    B: 'Matrix',
    C: 'Matrix',
    D: 'Matrix',
    x: 'list[str]',
    y: 'list[str]',
    u: 'list[str]',
    sys: 'str',
  },
  DataFrame: { table: 'list[list[any]]', columns: 'list[str]' },
  Series: { value: 'list[any]', name: 'str|none' },
};

/** A built-in type's structure as a JSON value, or nothing. */
export function builtInStructure(name: string): Structure | undefined {
  return Object.hasOwn(BUILT_IN_TYPES, name)
    ? BUILT_IN_TYPES[name as keyof typeof BUILT_IN_TYPES]
    : undefined;
}
