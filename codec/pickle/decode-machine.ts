import { CodecError } from '../errors.ts';
import {
  addItems,
  append,
  argumentsOf,
  bad,
  build,
  isList,
  keywordsOf,
  setItems,
} from './decode-containers.ts';
import { ItemDecoder } from './decode-items.ts';
import { beginningOf, floatFromText, integerFromBytes } from './decode-literals.ts';
import type { DecodeReader } from './decode-reader.ts';
import { decodeRawUnicodeEscape, decodeStringLiteral, decodeUtf8 } from './decode-text.ts';
import { reconstructedClass } from './known/builtins.ts';
import { MAKERS } from './known/libraries.ts';
import { translateLegacyName } from './legacy-names.ts';
import { Binary, Literal, Unary } from './normalise-ops.ts';
import {
  PyByteArray,
  PyFloat,
  PyFrozenSet,
  PyGlobal,
  PyObject,
  type PyValue,
  pyFloat,
  pyInt,
  toTuple,
} from './values.ts';
import { Elided } from './values-elided.ts';

/**
 * The functions that a normalised pickle calls (`normalise-ops.ts`). They make values and inert placeholders, and look
 * up nothing but the tables of known types; no name from a pickle reaches JavaScript's.
 */
export class DecodeMachine {
  readonly #reader: DecodeReader;
  readonly #source: Uint8Array;
  readonly #buffers: readonly Uint8Array[];
  readonly #items: ItemDecoder;
  readonly #globals = new Map<string, PyGlobal>();

  constructor(reader: DecodeReader, source: Uint8Array, buffers: readonly Uint8Array[]) {
    this.#reader = reader;
    this.#source = source;
    this.#buffers = buffers;
    this.#items = new ItemDecoder(source);
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
      case Literal.ITEMS_AT:
        return this.#items.decode(reader.place(), reader.place(), []);
      case Literal.LONG_TEXT_AT:
        return beginningOf(this.#payload());
      default:
        return new Elided(reader.uint32());
    }
  }

  unary(value: PyValue): PyValue {
    const operation = this.#reader.byte();
    if (operation === Unary.EXTEND_AT) return this.#extend(value);
    if (operation === Unary.READONLY) return value instanceof PyByteArray ? value.bytes : value;
    const items = value as PyValue[];
    if (operation === Unary.TUPLE) return toTuple(items);
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

  #extend(target: PyValue): PyValue {
    const from = this.#reader.place();
    const count = this.#reader.place();
    if (isList(target)) return this.#items.decode(from, count, target);
    return append(target, this.#items.decode(from, count, []));
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
    const buffer = this.#buffers[this.#reader.uint32()];
    if (buffer === undefined) {
      throw new CodecError(
        'NEEDS_BUFFERS',
        `The pickle wants more than the ${this.#buffers.length} buffers given`,
      );
    }
    return buffer;
  }
}
