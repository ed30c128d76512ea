import { CodecError } from '../errors.ts';
import { EncodeMemo } from './encode-memo.ts';
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
  readonly #memo = new EncodeMemo(this.#out);
  readonly #maxDepth: number;
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
    else if (typeof value === 'string') this.#memo.text(value);
    else if (typeof value === 'boolean') this.#out.op(value ? Op.NEWTRUE : Op.NEWFALSE);
    else if (value === null) this.#out.op(Op.NONE);
    else if (typeof value === 'object') this.#object(value);
    else if (typeof value === 'bigint') this.#memo.bigInteger(value);
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
    if (this.#memo.refer(value)) return;
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
      this.#memo.add(value);
    } else this.#foreign(value);
  }

  #foreign(value: object): void {
    const native = fromNative(value);
    const prototype = Object.getPrototypeOf(value);
    if (native !== undefined) {
      const type = TYPES.get(native.constructor);
      if (type !== undefined) this.#call(type.lower(native), value);
    } else if (prototype === Object.prototype || prototype === null) {
      this.#out.op(Op.EMPTY_DICT);
      this.#memo.add(value);
      const pairs: unknown[] = [];
      for (const entry of Object.entries(value)) pairs.push(entry[0], entry[1]);
      this.#pairs(pairs);
    } else
      throw notConvertible(`An instance of the class ${prototype.constructor?.name ?? 'without a name'}`);
  }

  #list(value: readonly unknown[]): void {
    this.#out.op(Op.EMPTY_LIST);
    this.#memo.add(value);
    this.#batches(value, Op.APPEND, Op.APPENDS);
  }

  #set(value: ReadonlySet<unknown>): void {
    this.#out.op(Op.EMPTY_SET);
    this.#memo.add(value);
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
    this.#memo.add(value);
    let inBatch = 0;
    let left = value.size;
    for (const [key, item] of value) {
      if (inBatch === 0 && left > 1) this.#out.op(Op.MARK);
      if (typeof key === 'string') this.#memo.key(key);
      else this.#value(key);
      this.#value(item);
      if (++inBatch === BATCH || inBatch === left) {
        this.#out.op(left === 1 ? Op.SETITEM : Op.SETITEMS);
        left -= inBatch;
        inBatch = 0;
      }
    }
  }

  /** `[key, item, key, item, …]`. */
  #pairs(pairs: readonly unknown[]): void {
    for (let from = 0; from < pairs.length; from += 2 * BATCH) {
      const to = Math.min(from + 2 * BATCH, pairs.length);
      const alone = to - from === 2;
      if (!alone) this.#out.op(Op.MARK);
      for (let i = from; i < to; i++) {
        const part = pairs[i];
        if (i % 2 === 0 && typeof part === 'string') this.#memo.key(part);
        else this.#value(part);
      }
      this.#out.op(alone ? Op.SETITEM : Op.SETITEMS);
    }
  }

  #frozenSet(value: ReadonlySet<unknown>): void {
    this.#out.op(Op.MARK);
    for (const item of value) this.#value(item);
    if (this.#replaced(value, Op.POP_MARK, 1)) return;
    this.#out.op(Op.FROZENSET);
    this.#memo.add(value);
  }

  #tuple(value: readonly unknown[]): void {
    const { length } = value;
    if (length === 0) {
      this.#out.op(Op.EMPTY_TUPLE);
      return;
    }
    if (length > 3) this.#out.op(Op.MARK);
    for (let i = 0; i < length; i++) this.#value(value[i]);
    if (length > 3 ? this.#replaced(value, Op.POP_MARK, 1) : this.#replaced(value, Op.POP, length)) return;
    this.#out.op(length > 3 ? Op.TUPLE : Op.TUPLE1 + length - 1);
    this.#memo.add(value);
  }

  /**
   * A tuple or frozenset that holds itself (through a list) has been written by the time its items are: these are popped,
   * and that one referred to.
   */
  #replaced(value: object, pop: number, times: number): boolean {
    if (!this.#memo.has(value)) return false;
    for (let i = 0; i < times; i++) this.#out.op(pop);
    return this.#memo.refer(value);
  }

  #call(object: PyObject, value: object): void {
    if (!isDataCall(object)) throw notConvertible(`An object of ${object.path}`);
    this.#memo.importName(object.callable as PyGlobal);
    this.#arguments(object);
    this.#memo.add(value);
    if (object.items !== undefined) this.#batches(object.items, Op.APPEND, Op.APPENDS);
    if (object.pairs !== undefined) this.#pairs(object.pairs);
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
    this.#memo.importName(value);
  }
}

function notConvertible(what: string): CodecError {
  return new CodecError('NOT_CONVERTIBLE', `${what} cannot be written as data`);
}
