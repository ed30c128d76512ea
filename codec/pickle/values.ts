/**
 * What Python's built-in values become in JavaScript, where JavaScript has no type of its own for them.
 *
 * | Python | here |
 * |---|---|
 * | `None`, `bool`, `str` | `null`, `boolean`, `string` (lone surrogates kept) |
 * | `int` | `number` up to 2^53 - 1 either side, `bigint` beyond |
 * | `float` | `number`; a float with a whole value in the range of exact integers is a {@link PyFloat}, so that 1.0 stays apart from 1 |
 * | `list`, `dict`, `set`, `bytes` | `Array`, `Map`, `Set`, `Uint8Array` |
 * | `tuple`, `frozenset`, `bytearray`, `complex` | the classes below |
 * | an import, and what an unknown import makes | {@link PyGlobal}, {@link PyObject}: inert, never called |
 */

/** A Python value. Classes of known libraries are values too; everything is listed by its class. */
export type PyValue = null | boolean | number | bigint | string | object;

/** A Python `float` whose value is a whole number of at most 2^53 - 1: `1.0`, but not `-0.0`, `0.5` or `1e300`. */
export class PyFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  valueOf(): number {
    return this.value;
  }

  toString(): string {
    return `${this.value}.0`;
  }

  toJSON(): number {
    return this.value;
  }
}

/** The value that stands for the Python float `x`: a plain number, or a {@link PyFloat} where that would read as an int. */
export function pyFloat(x: number): number | PyFloat {
  return Number.isSafeInteger(x) && !Object.is(x, -0) ? new PyFloat(x) : x;
}

/** The value that stands for the Python int `x`: a number while that is exact, else the bigint. */
export function pyInt(x: bigint): number | bigint {
  return x >= -9007199254740991n && x <= 9007199254740991n ? Number(x) : x;
}

/** A Python `complex`. */
export class PyComplex {
  readonly re: number;
  readonly im: number;

  constructor(re: number, im: number) {
    this.re = re;
    this.im = im;
  }
}

/** A Python `tuple`. Methods that make new arrays (`map`, `slice`, …) give plain arrays. */
export class PyTuple<T = PyValue> extends Array<T> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** A tuple of these items. (`new PyTuple(3)` would, like `new Array(3)`, be three holes.) */
export function pyTuple<T>(items: ArrayLike<T>): PyTuple<T> {
  return toTuple(Array.from(items));
}

/** Makes the array itself a tuple: a third of the time of filling a new one, as that is given room to grow. */
export function toTuple<T>(items: T[]): PyTuple<T> {
  return Object.setPrototypeOf(items, PyTuple.prototype);
}

/** A Python `frozenset`. Members are compared as a JavaScript `Set` does; two equal tuples stay two members. */
export class PyFrozenSet<T = PyValue> extends Set<T> {}

/** A Python `bytearray`; `bytes` is a plain `Uint8Array`. */
export class PyByteArray {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** A name that a pickle imports: a class, a function, a constant. It is only named here, never looked up. */
export class PyGlobal {
  readonly module: string;
  /** Qualified name within the module, dots included. */
  readonly name: string;

  constructor(module: string, name: string) {
    this.module = module;
    this.name = name;
  }

  /** `module.name`, as errors and typed JSON show it. */
  get path(): string {
    return `${this.module}.${this.name}`;
  }
}

/**
 * What a pickle says about an object of a class that has no JavaScript form: which callable was to be called with which
 * arguments, and what was to be put into the result. Nothing is called.
 */
export class PyObject {
  /** What was to be called: nearly always a {@link PyGlobal}; code made at run time calls the results of calls. */
  readonly callable: PyValue;
  readonly args: readonly PyValue[];
  readonly kwargs: ReadonlyMap<PyValue, PyValue> | undefined;
  /** `call` for a plain call (REDUCE), `new` for `cls.__new__(cls, *args)` (NEWOBJ). */
  readonly how: 'call' | 'new';
  /** The argument of BUILD, usually the instance's `__dict__`; `undefined` when there was none. */
  state: PyValue | undefined;
  /** What was appended or added to it. */
  items: PyValue[] | undefined;
  /** Keys and values that were set on it, in turn. */
  pairs: PyValue[] | undefined;

  constructor(
    callable: PyValue,
    args: readonly PyValue[],
    how: 'call' | 'new' = 'call',
    kwargs?: ReadonlyMap<PyValue, PyValue>,
  ) {
    this.callable = callable;
    this.args = args;
    this.how = how;
    this.kwargs = kwargs;
  }

  /** The import that the object came from, `module.name`; for the result of a call, that call's import. */
  get path(): string {
    let callable: PyValue | undefined = this.callable;
    for (let depth = 0; callable instanceof PyObject && depth < 100; depth++) callable = callable.callable;
    return callable instanceof PyGlobal ? callable.path : 'an object that is not an import';
  }
}
