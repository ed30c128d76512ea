import { CodecError } from '../errors.ts';
import { fromNative } from '../pickle/encode-native.ts';
import { isDataCall, isDataReference } from '../pickle/known/data-globals.ts';
import { type KnownType, RawData } from '../pickle/known/known-type.ts';
import { TYPES } from '../pickle/known/libraries.ts';
import { PyFloat, PyFrozenSet, PyGlobal, PyObject, PyTuple, type PyValue } from '../pickle/values.ts';
import { floatText, hexText, integerText } from './numbers.ts';
import { findShared, isPlainObject, isReferable } from './shared.ts';
import { TextOutput } from './text-output.ts';

export interface TypedJsonOptions {
  /** Raw data of at least so many bytes goes to `buffers`, by number; without it all is base64 in the document. */
  readonly attachFrom?: number;
  /** How deep the value may nest. */
  readonly maxDepth?: number;
}

/** A typed JSON document, and the raw data that it names by number. */
export interface TypedJson {
  /** UTF-8 text. */
  readonly document: Buffer;
  readonly buffers: readonly Uint8Array[];
}

const MAX_DEPTH = 400;

/**
 * Writes a value as typed JSON (docs/reference/typed-json.md). Takes what `encodePickle` takes; what `decodePickle` gives
 * comes back the same, type for type.
 *
 * @throws CodecError `NOT_CONVERTIBLE`, naming the import or the type that has no form; `TOO_LARGE` for nesting beyond
 * `maxDepth`, 400.
 */
export function encodeTypedJson(value: unknown, options: TypedJsonOptions = {}): TypedJson {
  const maxDepth = options.maxDepth ?? MAX_DEPTH;
  const shared = findShared(value as PyValue, maxDepth);
  const writer = new TypedJsonWriter(shared, options.attachFrom ?? Number.POSITIVE_INFINITY);
  writer.value(value);
  return { document: writer.out.take(), buffers: writer.buffers };
}

class TypedJsonWriter {
  readonly out = new TextOutput();
  readonly buffers: Uint8Array[] = [];
  readonly #shared: ReadonlySet<PyValue>;
  readonly #ids = new Map<unknown, number>();
  readonly #attachFrom: number;

  constructor(shared: ReadonlySet<PyValue>, attachFrom: number) {
    this.#shared = shared;
    this.#attachFrom = attachFrom;
  }

  value(value: unknown): void {
    if (typeof value === 'number') {
      this.#number(value);
      return;
    }
    if (typeof value === 'boolean' || value === null) {
      this.out.write(String(value));
      return;
    }
    if (typeof value !== 'string' && typeof value !== 'bigint' && typeof value !== 'object') {
      throw notConvertible(`A value of type ${typeof value}`);
    }
    if (!this.#shared.has(value) || !isReferable(value)) {
      this.#plain(value);
      return;
    }
    const id = this.#ids.get(value);
    if (id !== undefined) {
      this.out.write(`{"$type":"ref","id":${id}}`);
      return;
    }
    this.#ids.set(value, this.#ids.size);
    this.out.write(`{"$type":"def","id":${this.#ids.size - 1},"value":`);
    this.#plain(value);
    this.out.write('}');
  }

  #plain(value: string | bigint | object): void {
    if (typeof value === 'string') {
      this.out.write(JSON.stringify(value));
      return;
    }
    if (typeof value === 'bigint') {
      this.out.write(integerText(value) ?? `{"$type":"int","hex":"${hexText(value)}"}`);
      return;
    }
    if (value instanceof PyFloat) {
      this.out.write(`${value.value}.0`);
      return;
    }
    this.#object(value);
  }

  #number(value: number): void {
    const whole = Number.isSafeInteger(value) && !Object.is(value, -0);
    this.out.write(
      (whole ? String(value) : floatText(value)) ?? `{"$type":"float","value":"${nonFinite(value)}"}`,
    );
  }

  #object(value: object): void {
    const type = TYPES.get(Object.getPrototypeOf(value)?.constructor);
    if (type !== undefined) {
      this.#tagged(type, value);
      return;
    }
    if (value instanceof PyTuple) this.#items('tuple', value);
    else if (Array.isArray(value)) this.#list(value);
    else if (value instanceof Map) this.#dict(value);
    else if (value instanceof PyFrozenSet) this.#items('frozenset', [...value]);
    else if (value instanceof Set) this.#items('set', [...value]);
    else if (value instanceof Uint8Array) {
      this.out.write('{"$type":"bytes",');
      this.#direct(value);
      this.out.write('}');
    } else if (isPlainObject(value)) this.#dict(new Map(Object.entries(value)));
    else this.#native(value);
  }

  #native(value: object): void {
    const native = fromNative(value);
    const type = TYPES.get(native?.constructor);
    if (native === undefined || type === undefined) {
      throw notConvertible(`An instance of the class ${value.constructor?.name}`);
    }
    this.#tagged(type, native);
  }

  #tagged(type: KnownType, value: object): void {
    if (value instanceof PyGlobal && !isDataReference(value))
      throw notConvertible(`A reference to ${value.path}`);
    if (value instanceof PyObject && !isDataCall(value)) throw notConvertible(`An object of ${value.path}`);
    this.out.write(`{"$type":"${type.tag}"`);
    for (const [name, member] of Object.entries(type.fields(value))) {
      this.out.write(',');
      if (member instanceof RawData) this.#raw(member.bytes);
      else {
        this.out.write(`"${name}":`);
        this.value(member);
      }
    }
    this.out.write('}');
  }

  /** Data that several values share is a bytes value with an id; else it stands here, or its buffer's number does. */
  #raw(bytes: Uint8Array): void {
    if (!this.#shared.has(bytes)) {
      this.#direct(bytes);
      return;
    }
    this.out.write('"data":');
    this.value(bytes);
  }

  #direct(bytes: Uint8Array): void {
    if (bytes.length >= this.#attachFrom) {
      this.out.write(`"buffer":${this.buffers.push(bytes) - 1}`);
    } else {
      this.out.write('"data":');
      this.out.base64(bytes);
    }
  }

  #items(tag: string, items: readonly unknown[]): void {
    this.out.write(`{"$type":"${tag}","items":`);
    this.#list(items);
    this.out.write('}');
  }

  #list(items: readonly unknown[]): void {
    this.out.write('[');
    for (let i = 0; i < items.length; i++) {
      if (i > 0) this.out.write(',');
      this.value(items[i]);
    }
    this.out.write(']');
  }

  #dict(map: ReadonlyMap<unknown, unknown>): void {
    if (!hasPlainKeys(map)) {
      this.#pairs(map);
      return;
    }
    let separator = '{';
    for (const [key, item] of map) {
      this.out.write(`${separator}${JSON.stringify(key)}:`);
      this.value(item);
      separator = ',';
    }
    this.out.write(separator === '{' ? '{}' : '}');
  }

  #pairs(map: ReadonlyMap<unknown, unknown>): void {
    let separator = '{"$type":"dict","items":[';
    for (const [key, item] of map) {
      this.out.write(`${separator}[`);
      this.value(key);
      this.out.write(',');
      this.value(item);
      this.out.write(']');
      separator = ',';
    }
    this.out.write(']}');
  }
}

/** Whether a dict can be a plain JSON object: all keys are text, and none is `"$type"`. */
function hasPlainKeys(map: ReadonlyMap<unknown, unknown>): boolean {
  for (const key of map.keys()) if (typeof key !== 'string' || key === '$type') return false;
  return true;
}

function nonFinite(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}

function notConvertible(what: string): CodecError {
  return new CodecError('NOT_CONVERTIBLE', `${what} has no form in typed JSON`);
}
