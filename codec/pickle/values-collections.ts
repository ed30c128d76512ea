import type { PyGlobal, PyValue } from './values.ts';

/** A `collections.OrderedDict`. */
export class PyOrderedDict<K = PyValue, V = PyValue> extends Map<K, V> {}

/** A `collections.Counter`: counts by element. */
export class PyCounter<K = PyValue, V = PyValue> extends Map<K, V> {}

/** A `collections.defaultdict`. The factory is only named; a missing key is `undefined` here. */
export class PyDefaultDict<K = PyValue, V = PyValue> extends Map<K, V> {
  readonly factory: PyGlobal | null;

  constructor(factory: PyGlobal | null, entries: Iterable<readonly [K, V]> = []) {
    super(entries);
    this.factory = factory;
  }
}

/** A `collections.deque`. */
export class PyDeque<T = PyValue> extends Array<T> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** The most items that it may hold, or `null` for no bound. */
  maxLength: number | null = null;
}
