import { PyByteArray, PyFloat, PyFrozenSet, PyTuple, type PyValue } from '../../../codec/pickle/values.ts';
import { PyDateTime } from '../../../codec/pickle/values-datetime.ts';
import { NdArray, NumpyScalar } from '../../../codec/pickle/values-numpy.ts';

/** Kinds of numpy dtypes whose elements a typed array holds as the numbers that they are. */
const NUMBERS = 'iuf';

/**
 * A value as JavaScript programs expect it; what JavaScript has no type for stays as `headframe/codec` has it.
 *
 * | exactly | plain |
 * |---|---|
 * | `PyFloat` | number |
 * | `Map`, when all its keys are texts | object |
 * | `PyTuple`, `PyFrozenSet`, `PyByteArray` | `Array`, `Set`, `Uint8Array` |
 * | `NdArray` of one dimension, of integers or floats | typed array |
 * | `NumpyScalar` of an integer or float | number, or bigint |
 * | `PyDateTime` with a fixed offset from UTC | `Date`, to the millisecond |
 *
 * Shared parts stay shared, recursive ones recursive.
 */
export function toPlain(value: PyValue): unknown {
  return new Converter().convert(value);
}

class Converter {
  /** By container: what it has become. */
  readonly #made = new Map<object, unknown>();

  convert(value: PyValue): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const made = this.#made.get(value);
    return made === undefined ? this.#object(value) : made;
  }

  #object(value: object): unknown {
    if (value instanceof PyFloat) return value.value;
    if (value instanceof PyTuple || Object.getPrototypeOf(value) === Array.prototype) {
      return this.#array(value as readonly PyValue[]);
    }
    if (Object.getPrototypeOf(value) === Map.prototype)
      return this.#map(value as ReadonlyMap<PyValue, PyValue>);
    if (value instanceof PyFrozenSet || Object.getPrototypeOf(value) === Set.prototype) {
      return this.#set(value as ReadonlySet<PyValue>);
    }
    return plainLeaf(value);
  }

  #array(items: readonly PyValue[]): unknown[] {
    const plain: unknown[] = [];
    this.#made.set(items, plain);
    for (const item of items) plain.push(this.convert(item));
    return plain;
  }

  #map(map: ReadonlyMap<PyValue, PyValue>): unknown {
    if (!allTexts(map)) {
      const plain = new Map<unknown, unknown>();
      this.#made.set(map, plain);
      for (const [key, item] of map) plain.set(this.convert(key), this.convert(item));
      return plain;
    }
    const plain: Record<string, unknown> = {};
    this.#made.set(map, plain);
    for (const [key, item] of map) put(plain, key as string, this.convert(item));
    return plain;
  }

  #set(set: ReadonlySet<PyValue>): Set<unknown> {
    const plain = new Set<unknown>();
    this.#made.set(set, plain);
    for (const item of set) plain.add(this.convert(item));
    return plain;
  }
}

function allTexts(map: ReadonlyMap<PyValue, PyValue>): boolean {
  for (const key of map.keys()) if (typeof key !== 'string') return false;
  return true;
}

/** `__proto__` is a key like any other. */
function put(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else object[key] = value;
}

function plainLeaf(value: object): unknown {
  if (value instanceof NdArray) {
    const { dtype, shape, subclass } = value;
    const isVector = shape.length === 1 && subclass === undefined && NUMBERS.includes(dtype.kind);
    return (isVector ? value.values : undefined) ?? value;
  }
  if (value instanceof NumpyScalar) {
    return (NUMBERS.includes(value.dtype.kind) ? value.valueOf() : undefined) ?? value;
  }
  if (value instanceof PyByteArray) return value.bytes;
  if (value instanceof PyDateTime)
    return (value.time.timezone === null ? undefined : value.toDate()) ?? value;
  return value;
}
