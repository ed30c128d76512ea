import { badPickle, CodecError } from '../errors.ts';
import type { DecodeReader } from './decode-reader.ts';
import { decodeRawUnicodeEscape, decodeStringLiteral, decodeUtf8 } from './decode-text.ts';
import { reconstructedClass } from './known/builtins.ts';
import { BUILDERS, MAKERS } from './known/libraries.ts';
import { translateLegacyName } from './legacy-names.ts';
import { Binary, Literal, Unary } from './normalise-ops.ts';
import {
  PyByteArray,
  PyFloat,
  PyFrozenSet,
  PyGlobal,
  PyObject,
  PyTuple,
  type PyValue,
  pyFloat,
  pyInt,
  pyTuple,
} from './values.ts';
import { Elided, ElidedText } from './values-elided.ts';

/**
 * The functions that a normalised pickle calls (`normalise-ops.ts`). They make values and inert placeholders, and look
 * up nothing but the tables of known types; no name from a pickle reaches JavaScript's.
 */
export class DecodeMachine {
  readonly #reader: DecodeReader;
  readonly #source: Uint8Array;
  readonly #buffers: readonly Uint8Array[];
  readonly #globals = new Map<string, PyGlobal>();
  #nextBuffer = 0;

  constructor(reader: DecodeReader, source: Uint8Array, buffers: readonly Uint8Array[]) {
    this.#reader = reader;
    this.#source = source;
    this.#buffers = buffers;
  }

  literal(): PyValue {
    const reader = this.#reader;
    switch (reader.byte()) {
      case Literal.INTEGER:
        return integerFromBytes(reader.bytes(reader.uint32()));
      case Literal.INT_TEXT:
        return pyInt(BigInt(reader.line()));
      case Literal.LONG_TEXT:
        return pyInt(BigInt(reader.line().replace(/L$/, '')));
      case Literal.FLOAT_TEXT:
        return pyFloat(floatFromText(reader.line()));
      case Literal.WHOLE_FLOAT:
        return new PyFloat(reader.float64());
      case Literal.STRING_TEXT:
        return decodeStringLiteral(reader.line());
      case Literal.UNICODE_TEXT:
        return decodeRawUnicodeEscape(reader.line());
      case Literal.BYTES_AT:
        return this.#payload();
      case Literal.BYTEARRAY_AT:
        return new PyByteArray(this.#payload());
      case Literal.TEXT_AT:
        return decodeUtf8(this.#payload());
      case Literal.NEXT_BUFFER:
        return new PyByteArray(this.#buffer());
      case Literal.GLOBAL:
        return this.#global(...this.#lines());
      case Literal.LEGACY_GLOBAL:
        return this.#global(...translateLegacyName(...this.#lines()));
      case Literal.LONG_TEXT_AT:
        return beginningOf(this.#payload());
      default:
        return new Elided(reader.uint32());
    }
  }

  unary(value: PyValue): PyValue {
    const operation = this.#reader.byte();
    if (operation === Unary.READONLY) return value instanceof PyByteArray ? value.bytes : value;
    const items = value as PyValue[];
    if (operation === Unary.TUPLE) return pyTuple(items);
    if (operation === Unary.FROZENSET) return new PyFrozenSet(items);
    if (operation === Unary.DICT) return setItems(new Map(), items);
    return this.#instantiate(items[0] as PyValue, items.slice(1));
  }

  binary(target: PyValue, value: PyValue): PyValue {
    const items = value as PyValue[];
    switch (this.#reader.byte()) {
      case Binary.APPEND:
        return append(target, [value]);
      case Binary.EXTEND:
        return append(target, items);
      case Binary.SET_ITEMS:
        return setItems(target, items);
      case Binary.ADD_ITEMS:
        return addItems(target, items);
      case Binary.REDUCE:
        return this.#call(target, argumentsOf(value), 'call');
      case Binary.NEWOBJ:
        return this.#call(target, argumentsOf(value), 'new');
      case Binary.NEWOBJ_EX:
        return this.#call(target, argumentsOf(items[0]), 'new', keywordsOf(items[1]));
      case Binary.BUILD:
        return build(target, value);
      case Binary.STACK_GLOBAL:
        if (typeof target !== 'string' || typeof value !== 'string')
          throw bad('STACK_GLOBAL needs two texts');
        return this.#global(target, value);
      default:
        return this.#instantiate(value, target as PyValue[]);
    }
  }

  /** INST and OBJ: `cls(*args)`. */
  #instantiate(cls: PyValue, args: readonly PyValue[]): PyValue {
    return this.#call(cls, args, args.length === 0 ? 'new' : 'call');
  }

  #call(
    callable: PyValue,
    args: readonly PyValue[],
    how: 'call' | 'new',
    kwargs?: ReadonlyMap<PyValue, PyValue>,
  ): PyValue {
    if (callable instanceof PyGlobal) {
      const path = callable.path;
      const made = MAKERS.get(path)?.(args, kwargs?.size === 0 ? undefined : kwargs);
      if (made !== undefined) return made;
      const cls = path === 'copyreg._reconstructor' ? reconstructedClass(args) : undefined;
      if (cls !== undefined) return this.#call(cls, [], 'new');
      if (path === 'copyreg.__newobj__' && args.length > 0)
        return this.#call(args[0] ?? null, args.slice(1), 'new');
    }
    return new PyObject(callable, args, how, kwargs?.size === 0 ? undefined : kwargs);
  }

  #global(module: string, name: string): PyGlobal {
    const path = `${module}\n${name}`;
    let global = this.#globals.get(path);
    if (global === undefined) {
      global = new PyGlobal(module, name);
      this.#globals.set(path, global);
    }
    return global;
  }

  #lines(): [string, string] {
    const utf8 = (line: string) => decodeUtf8(Buffer.from(line, 'latin1'));
    return [utf8(this.#reader.line()), utf8(this.#reader.line())];
  }

  #payload(): Uint8Array {
    const from = this.#reader.place();
    return this.#source.subarray(from, from + this.#reader.place());
  }

  #buffer(): Uint8Array {
    const buffer = this.#buffers[this.#nextBuffer++];
    if (buffer === undefined) {
      throw new CodecError(
        'NEEDS_BUFFERS',
        `The pickle wants more than the ${this.#buffers.length} buffers given`,
      );
    }
    return buffer;
  }
}

function bad(message: string): CodecError {
  return badPickle(message, 0);
}

function argumentsOf(value: PyValue | undefined): readonly PyValue[] {
  if (value instanceof PyTuple) return value;
  throw bad('A call has arguments that are not a tuple');
}

function keywordsOf(value: PyValue | undefined): ReadonlyMap<PyValue, PyValue> {
  if (value instanceof Map) return value;
  throw bad('A call has keyword arguments that are not a dict');
}

function append(target: PyValue, items: readonly PyValue[]): PyValue {
  if (target instanceof PyObject) target.items = push(target.items ?? [], items);
  else if (Array.isArray(target) && !(target instanceof PyTuple)) push(target, items);
  else throw bad('Items are appended to something that is no list');
  return target;
}

function push(list: PyValue[], items: readonly PyValue[]): PyValue[] {
  for (let i = 0; i < items.length; i++) list.push(items[i] as PyValue);
  return list;
}

function setItems(target: PyValue, items: readonly PyValue[]): PyValue {
  if (target instanceof Map) {
    for (let i = 0; i < items.length; i += 2) {
      const last = items[i + 1];
      if (last instanceof Elided) target.set(new Elided(last.count + 1), null);
      else target.set(items[i], last ?? null);
    }
  } else if (target instanceof PyObject) target.pairs = push(target.pairs ?? [], items);
  else throw bad('Items are set on something that is no dict');
  return target;
}

function addItems(target: PyValue, items: readonly PyValue[]): PyValue {
  if (target instanceof PyObject) target.items = push(target.items ?? [], items);
  else if (target instanceof Set && !(target instanceof PyFrozenSet))
    for (const item of items) target.add(item);
  else throw bad('Items are added to something that is no set');
  return target;
}

function build(target: PyValue, state: PyValue): PyValue {
  if (target instanceof PyObject) {
    if (target.state !== undefined) throw bad('An object is given its state twice');
    target.state = state;
    return target;
  }
  const builder = target === null ? undefined : BUILDERS.get(Object.getPrototypeOf(target)?.constructor);
  if (builder === undefined || typeof target !== 'object') {
    throw bad('A state is set on something that has none');
  }
  if (target !== null && builder(target, state)) return target;
  const name = target?.constructor.name;
  throw new CodecError('NOT_CONVERTIBLE', `The state of this ${name} is of a kind that is not known here`);
}

/** Bytes: enough for a preview of an array's elements, escaped or not. */
const BEGINNING = 1024;

/** The first characters; a character that the cut went through becomes U+FFFD. */
function beginningOf(text: Uint8Array): ElidedText {
  return new ElidedText(Buffer.from(text.subarray(0, BEGINNING)).toString('utf8'), text.length);
}

function integerFromBytes(bytes: Uint8Array): number | bigint {
  const { length } = bytes;
  if (length === 0) return 0;
  if (length <= 6) {
    let value = 0;
    for (let i = length - 1; i >= 0; i--) value = value * 256 + (bytes[i] as number);
    return (bytes[length - 1] as number) >= 0x80 ? value - 256 ** length : value;
  }
  const unsigned = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  return pyInt(BigInt.asIntN(length * 8, unsigned));
}

function floatFromText(text: string): number {
  const word = text.toLowerCase();
  if (word.endsWith('inf')) return word.startsWith('-') ? -Infinity : Infinity;
  return word.endsWith('nan') ? Number.NaN : Number(text);
}
