import { workspaceError } from './errors.ts';
import { checkName } from './name.ts';
import { parseShapes, WORDS, wordsOf } from './shape.ts';

/**
 * The structure of a structured value: its fields, and what each may hold.
 *
 * Notes: alternatives are joined by `|`; `list[…]` is a list of such. The words are `any`, `none`,
 * `bool`, `int`, `float`, `str`, `list`, `dict`, and the names of types.
 */
export type Structure = Readonly<Record<string, string>>;

const NUMBER = 'float|int|Complex';

/** PyMiner's built-in types. */
const BUILT_IN_TYPES: Readonly<Record<string, Structure>> = {
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

const MAX_TYPES = 1000;
const MAX_FIELDS = 100;

/** The types of structured values: PyMiner's, and those that plugins and clients define. Their names are reserved. */
export class TypeRegistry {
  readonly #types = new Map<string, Structure>(Object.entries(BUILT_IN_TYPES));

  /** The names, built-in ones first. */
  names(): string[] {
    return [...this.#types.keys()];
  }

  has(name: string): boolean {
    return this.#types.has(name);
  }

  get(name: string): Structure | undefined {
    return this.#types.get(name);
  }

  all(): ReadonlyMap<string, Structure> {
    return this.#types;
  }

  /**
   * Whether a definition is new: the same again is not. Throws `BAD_NAME`, `DUPLICATE` when a type of this
   * name has another structure, `BAD_VALUE` for a structure that is none, `TOO_MANY`.
   */
  check(name: string, structure: Structure): boolean {
    checkName(name);
    this.#check(name, structure);
    const known = this.#types.get(name);
    if (known && JSON.stringify(known) === JSON.stringify(structure)) return false;
    if (known)
      throw workspaceError('DUPLICATE', `the type ${name} is defined already, with another structure`);
    if (this.#types.size >= MAX_TYPES)
      throw workspaceError('TOO_MANY', `there are ${MAX_TYPES} types already`);
    return true;
  }

  /** Adds a type that has been checked. */
  add(name: string, structure: Structure): void {
    this.#types.set(name, { ...structure });
  }

  /** The types beside the built-in ones. */
  defined(): [string, Structure][] {
    return [...this.#types].filter(([name]) => !Object.hasOwn(BUILT_IN_TYPES, name));
  }

  #check(name: string, structure: Structure): void {
    const fields = Object.entries(structure);
    const bad = (what: string): never => {
      throw workspaceError('BAD_VALUE', `the structure of ${name} ${what}`);
    };
    if (fields.length > MAX_FIELDS) bad(`has more than ${MAX_FIELDS} fields`);
    for (const [field, alternatives] of fields) {
      if (field === 'type') bad('cannot have a field "type", which holds the name of the type');
      if (typeof alternatives !== 'string') bad(`says what ${field} holds by no text`);
      for (const word of wordsOf(parseShapes(alternatives))) {
        if (!WORDS.has(word) && !this.#types.has(word) && word !== name)
          bad(`has ${field} hold an unknown ${word}`);
      }
    }
  }
}
