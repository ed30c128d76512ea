import { CodecError } from '../errors.ts';
import { fromNative } from './encode-native.ts';
import { EncodeOutput } from './encode-output.ts';
import { isDataCall, isDataReference } from './known/data-globals.ts';
import { TYPES } from './known/libraries.ts';
import { Op } from './opcodes.ts';
import { PyFloat, PyFrozenSet, PyGlobal, type PyObject, PyTuple } from './values.ts';

export interface EncodeOptions {
  /** How deep containers may nest. */
  readonly maxDepth?: number;
}

const PROTOCOL = 4;
const MAX_DEPTH = 1000;
/** CPython's own batch; keeps the reader's stack short. */
const BATCH = 1000;
/** From this length, and beyond this magnitude, texts and integers are written once. */
const LONG_TEXT = 64;
const LONG_INTEGER = 1n << 128n;

/**
 * Writes a value as a pickle of protocol 4, which CPython 3.4 and later load; arrays load with numpy 1 and 2.
 *
 * Besides the classes of `values.ts` and its companions: whole numbers are `int`, other numbers and -0 `float` (`PyFloat`
 * for 1.0), `bigint` `int`, `Map` and plain objects `dict`, `Set` `set`, `Array` `list`, `Uint8Array` `bytes`, other typed
 * arrays numpy arrays, `Date` an aware `datetime` in UTC. Shared objects stay shared, recursive lists and dicts recursive.
 *
 * @throws CodecError `NOT_CONVERTIBLE` for what Python has no data for: `undefined`, functions, symbols, instances of other
 * classes, imports and calls that are not on the list of data types. `TOO_LARGE` for nesting beyond `maxDepth`, 1000.
 */
export function encodePickle(value: unknown, options: EncodeOptions = {}): Buffer {
  return new PickleEncoder(options.maxDepth ?? MAX_DEPTH).run(value);
}

class PickleEncoder {
  readonly #out = new EncodeOutput();
  readonly #memo = new Map<unknown, number>();
  readonly #keys = new Map<string, number>();
  readonly #imports = new Map<string, number>();
  readonly #maxDepth: number;
  #memoized = 0;
  #depth = 0;

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
  }

  run(value: unknown): Buffer {
    this.#out.opByte(Op.PROTO, PROTOCOL);
    this.#value(value);
    this.#out.op(Op.STOP);
    return this.#out.take();
  }

  #value(value: unknown): void {
    // Comparisons of `typeof` are compiled to a look at the value, a switch on it is not.
    if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'string') this.#text(value);
    else if (typeof value === 'boolean') this.#out.op(value ? Op.NEWTRUE : Op.NEWFALSE);
    else if (value === null) this.#out.op(Op.NONE);
    else if (typeof value === 'object') this.#object(value);
    else if (typeof value === 'bigint') this.#bigInteger(value);
    else throw notConvertible(`A value of type ${typeof value}`);
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) this.#out.integer(value);
    else this.#out.float(value);
  }

  #object(value: object): void {
    const prototype = Object.getPrototypeOf(value);
    if (prototype === PyFloat.prototype) {
      this.#out.float((value as PyFloat).value);
      return;
    }
    const index = this.#memo.get(value);
    if (index !== undefined) {
      this.#out.get(index);
      return;
    }
    if (++this.#depth > this.#maxDepth) {
      throw new CodecError('TOO_LARGE', `The value nests deeper than the limit maxDepth = ${this.#maxDepth}`);
    }
    if (prototype === Array.prototype) this.#list(value as unknown[]);
    else if (prototype === Map.prototype) this.#map(value as Map<unknown, unknown>);
    else this.#other(value);
    this.#depth--;
  }

  #other(value: object): void {
    const type = TYPES.get(Object.getPrototypeOf(value)?.constructor);
    if (type !== undefined) {
      if (value instanceof PyGlobal) this.#global(value);
      else this.#call(type.lower(value), value);
    } else if (value instanceof PyTuple) this.#tuple(value);
    else if (Array.isArray(value)) this.#list(value);
    else if (value instanceof Map) this.#map(value);
    else if (value instanceof PyFrozenSet) this.#frozenSet(value);
    else if (value instanceof Set) this.#set(value);
    else if (value instanceof Uint8Array) {
      this.#out.bytes(value);
      this.#memoize(value);
    } else this.#foreign(value);
  }

  #foreign(value: object): void {
    const native = fromNative(value);
    const prototype = Object.getPrototypeOf(value);
    if (native !== undefined) {
      const type = TYPES.get(native.constructor);
      if (type !== undefined) this.#call(type.lower(native), value);
    } else if (prototype === Object.prototype || prototype === null) {
      const entries = Object.entries(value);
      this.#dict(value, entries.values(), entries.length);
    } else
      throw notConvertible(`An instance of the class ${prototype.constructor?.name ?? 'without a name'}`);
  }

  #list(value: readonly unknown[]): void {
    this.#out.op(Op.EMPTY_LIST);
    this.#memoize(value);
    this.#batches(value, Op.APPEND, Op.APPENDS);
  }

  #set(value: ReadonlySet<unknown>): void {
    this.#out.op(Op.EMPTY_SET);
    this.#memoize(value);
    this.#batches([...value], undefined, Op.ADDITEMS);
  }

  #batches(items: readonly unknown[], single: number | undefined, many: number): void {
    for (let from = 0; from < items.length; from += BATCH) {
      const to = Math.min(from + BATCH, items.length);
      const alone = to - from === 1 && single !== undefined;
      if (!alone) this.#out.op(Op.MARK);
      for (let i = this.#out.numbers(items, from, to); i < to; i++) this.#value(items[i]);
      this.#out.op(alone ? single : many);
    }
  }

  #map(value: ReadonlyMap<unknown, unknown>): void {
    this.#out.op(Op.EMPTY_DICT);
    this.#memoize(value);
    let inBatch = 0;
    let left = value.size;
    // A loop of its own: #items sees iterators of several kinds, for which it cannot be compiled as well.
    for (const [key, item] of value) {
      if (inBatch === 0 && left > 1) this.#out.op(Op.MARK);
      if (typeof key === 'string') this.#key(key);
      else this.#value(key);
      this.#value(item);
      if (++inBatch === BATCH || inBatch === left) {
        this.#out.op(left === 1 ? Op.SETITEM : Op.SETITEMS);
        left -= inBatch;
        inBatch = 0;
      }
    }
  }

  #dict(value: object, entries: IterableIterator<readonly [unknown, unknown]>, size: number): void {
    this.#out.op(Op.EMPTY_DICT);
    this.#memoize(value);
    this.#items(entries, size);
  }

  #items(entries: Iterable<readonly [unknown, unknown]>, size: number): void {
    let inBatch = 0;
    let left = size;
    for (const [key, item] of entries) {
      if (inBatch === 0 && left > 1) this.#out.op(Op.MARK);
      if (typeof key === 'string') this.#key(key);
      else this.#value(key);
      this.#value(item);
      inBatch++;
      if (inBatch === BATCH || inBatch === left) {
        this.#out.op(left === 1 ? Op.SETITEM : Op.SETITEMS);
        left -= inBatch;
        inBatch = 0;
      }
    }
  }

  /** A long text that a pickle refers to often must not be written as often. */
  #text(value: string): void {
    if (value.length < LONG_TEXT) {
      this.#out.text(value);
      return;
    }
    const index = this.#memo.get(value);
    if (index !== undefined) {
      this.#out.get(index);
      return;
    }
    this.#out.text(value);
    this.#memoize(value);
  }

  #bigInteger(value: bigint): void {
    const index = this.#memo.get(value);
    if (index !== undefined) {
      this.#out.get(index);
      return;
    }
    this.#out.bigInteger(value);
    if (value > LONG_INTEGER || value < -LONG_INTEGER) this.#memoize(value);
  }

  /** Keys repeat from record to record: each is written once. */
  #key(key: string): void {
    if (key.length >= LONG_TEXT) {
      this.#text(key);
      return;
    }
    const index = this.#keys.get(key);
    if (index !== undefined) {
      this.#out.get(index);
      return;
    }
    this.#out.text(key);
    this.#keys.set(key, this.#memoized++);
    this.#out.op(Op.MEMOIZE);
  }

  #frozenSet(value: ReadonlySet<unknown>): void {
    this.#out.op(Op.MARK);
    for (const item of value) this.#value(item);
    const index = this.#memo.get(value);
    if (index !== undefined) {
      this.#replace(Op.POP_MARK, 1, index);
      return;
    }
    this.#out.op(Op.FROZENSET);
    this.#memoize(value);
  }

  /** A tuple that holds itself (through a list) has been written by the time its items are: refer to that one. */
  #tuple(value: readonly unknown[]): void {
    const { length } = value;
    if (length === 0) {
      this.#out.op(Op.EMPTY_TUPLE);
      return;
    }
    if (length > 3) this.#out.op(Op.MARK);
    for (let i = 0; i < length; i++) this.#value(value[i]);
    const index = this.#memo.get(value);
    if (index !== undefined) {
      length > 3 ? this.#replace(Op.POP_MARK, 1, index) : this.#replace(Op.POP, length, index);
      return;
    }
    this.#out.op(length > 3 ? Op.TUPLE : Op.TUPLE1 + length - 1);
    this.#memoize(value);
  }

  #replace(pop: number, times: number, index: number): void {
    for (let i = 0; i < times; i++) this.#out.op(pop);
    this.#out.get(index);
  }

  #call(object: PyObject, value: object): void {
    if (!isDataCall(object)) throw notConvertible(`An object of ${object.path}`);
    this.#importName(object.callable as PyGlobal);
    this.#arguments(object);
    this.#memoize(value);
    if (object.items !== undefined) this.#batches(object.items, Op.APPEND, Op.APPENDS);
    if (object.pairs !== undefined) this.#items(inPairs(object.pairs), object.pairs.length / 2);
    if (object.state === undefined) return;
    this.#value(object.state);
    this.#out.op(Op.BUILD);
  }

  #arguments(object: PyObject): void {
    this.#tuple(Array.from(object.args));
    if (object.kwargs !== undefined) {
      if (object.how === 'call') throw notConvertible('A call with keyword arguments');
      this.#value(object.kwargs);
      this.#out.op(Op.NEWOBJ_EX);
    } else this.#out.op(object.how === 'new' ? Op.NEWOBJ : Op.REDUCE);
  }

  #global(value: PyGlobal): void {
    if (!isDataReference(value)) throw notConvertible(`A reference to ${value.path}`);
    this.#importName(value);
  }

  #importName(value: PyGlobal): void {
    const index = this.#imports.get(value.path);
    if (index !== undefined) {
      this.#out.get(index);
      return;
    }
    this.#key(value.module);
    this.#key(value.name);
    this.#out.op(Op.STACK_GLOBAL);
    this.#imports.set(value.path, this.#memoized++);
    this.#out.op(Op.MEMOIZE);
  }

  #memoize(value: unknown): void {
    this.#memo.set(value, this.#memoized++);
    this.#out.op(Op.MEMOIZE);
  }
}

function* inPairs(items: readonly unknown[]): Generator<readonly [unknown, unknown]> {
  for (let i = 0; i + 1 < items.length; i += 2) yield [items[i], items[i + 1]];
}

function notConvertible(what: string): CodecError {
  return new CodecError('NOT_CONVERTIBLE', `${what} cannot be written as data`);
}
