import { CodecError } from '../../errors.ts';
import { PyGlobal, PyObject, type PyValue } from '../values.ts';

/**
 * Makes the value of a call that a pickle wants, `undefined` when the arguments are not the ones that are known: the call
 * then stays a placeholder.
 */
export type Maker = (
  args: readonly PyValue[],
  kwargs: ReadonlyMap<PyValue, PyValue> | undefined,
) => PyValue | undefined;

/** Puts the argument of BUILD into a value made before; false when it is not of the known shape. */
export type Builder = (target: object, state: PyValue) => boolean;

/** Raw bytes in typed JSON: `"data"` in base64, or `"buffer"` with the number of a buffer. */
export class RawData {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** The members of a tagged object of typed JSON, read with their types checked. */
export interface TagFields {
  /** @throws CodecError `BAD_JSON` when the member is missing. */
  get(name: string): PyValue;
  optional(name: string): PyValue | undefined;
  text(name: string): string;
  integer(name: string): number;
  bool(name: string): boolean;
  list(name: string): readonly PyValue[];
  raw(): Uint8Array;
  /** The error that the tagged object is not right. */
  wrong(what: string): CodecError;
}

/** All that is known of one JavaScript class that stands for a Python type. */
export interface KnownType<T extends object = object> {
  /** The value of `"$type"` in typed JSON. */
  readonly tag: string;
  readonly class: abstract new (...args: never[]) => T;
  /** Its members in typed JSON, in order. */
  fields(value: T): Readonly<Record<string, PyValue>>;
  /** The reverse of `fields`. */
  make(fields: TagFields): object;
  /** The call that makes the value in Python. @throws CodecError `NOT_CONVERTIBLE` for a value that is not whole. */
  lower(value: T): PyObject;
}

/** What one library contributes. */
export interface KnownLibrary {
  readonly makers: Readonly<Record<string, Maker>>;
  readonly builders?: readonly (readonly [abstract new (...args: never[]) => object, Builder])[];
  // biome-ignore lint/suspicious/noExplicitAny: a table of types, each checked where it is written
  readonly types: readonly KnownType<any>[];
}

/** `module` and `name` called with `args`. */
export function call(module: string, name: string, ...args: PyValue[]): PyObject {
  return new PyObject(new PyGlobal(module, name), args);
}

/** `cls.__new__(cls)` with the given state. */
export function instance(module: string, name: string, state: PyValue): PyObject {
  const object = new PyObject(new PyGlobal(module, name), [], 'new');
  object.state = state;
  return object;
}

/** The bytes of an argument that Python 3 pickles as bytes and Python 2 as text. */
export function argumentBytes(value: PyValue | undefined): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  return typeof value === 'string' ? latin1Bytes(value) : undefined;
}

/** One byte a character; `undefined` when a character is beyond U+00FF. */
export function latin1Bytes(text: string): Uint8Array | undefined {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return undefined;
  return Buffer.from(text, 'latin1');
}

/** The exact integer that a value is, as a bigint. */
export function toBigInt(value: PyValue | undefined): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

export function isInteger(value: PyValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0);
}

/** The error for a value that a pickle left half made. */
export function notWhole(what: string): CodecError {
  return new CodecError('NOT_CONVERTIBLE', `This ${what} was never completed by its pickle`);
}
