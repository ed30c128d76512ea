import { CodecError } from '../errors.ts';
import { decodeTypedJson, type TypedJsonDecodeOptions } from '../json/decode.ts';
import type { DecodeOptions } from './decode.ts';
import { runNormalised } from './decode-run.ts';
import { kindOfValue, type ValueKind } from './describe-kind.ts';
import { previewOf } from './describe-preview.ts';
import { encodePickle } from './encode.ts';
import { type Kind, kindOfPickle } from './kind.ts';
import { indexLength, isIndex, isPandasValues, valuesLength } from './known/pandas-shared.ts';
import { outlinePickle } from './outline-pickle.ts';
import { scanPickle } from './scan.ts';
import { PyByteArray, PyGlobal, PyObject, type PyValue } from './values.ts';
import { Elided, itemCount } from './values-elided.ts';
import { MaskedArray, NdArray, NumpyScalar } from './values-numpy.ts';
import { DataFrame, Series } from './values-pandas.ts';

/** What a value is, told without handing it out. */
export interface Description {
  readonly kind: Kind;
  /** The Python type with its module, without `builtins`: `int`, `numpy.ndarray`. */
  readonly type: string;
  /** numpy's name of the elements' type, as `float64`. */
  readonly dtype?: string;
  readonly shape?: readonly number[];
  /** `len()` in Python. */
  readonly length?: number;
  /** Bytes of the stored form: document and buffers. */
  readonly bytes: number;
  /** At most 256 bytes of UTF-8, much as `repr` would show the value. */
  readonly preview: string;
}

/** Beyond this the outline of a pickle is not worth running: only the kind is told. */
const MAX_OUTLINE = 16 * 2 ** 20;

/**
 * Describes a pickled value from its opcodes. Payloads of arrays, bytes and text are not touched; of long containers the
 * first hundred items are looked at and the rest is counted.
 *
 * @throws CodecError `BAD_PICKLE`, `TOO_LARGE`.
 */
export function describePickle(bytes: Uint8Array, options: DecodeOptions = {}): Description {
  const buffers = options.buffers ?? [];
  const size = buffers.reduce((sum, buffer) => sum + buffer.length, bytes.length);
  scanPickle(bytes, options.limits);
  const value = outlineOf(bytes, buffers);
  if (value !== undefined && !(value instanceof PyObject) && !(value instanceof PyGlobal)) {
    return describeValue(value, size);
  }
  const { kind, pythonType } = kindOfPickle(bytes);
  return {
    kind,
    type: pythonType,
    bytes: size,
    preview: value === undefined ? `<${pythonType}>` : previewOf(value),
  };
}

/** `undefined` for what cannot be decoded, as its parts are unknown or it is no data at all. */
function outlineOf(bytes: Uint8Array, buffers: readonly Uint8Array[]): PyValue | undefined {
  try {
    const normalised = outlinePickle(bytes);
    return normalised.length > MAX_OUTLINE ? undefined : runNormalised(normalised, bytes, buffers);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return undefined;
  }
}

/**
 * Describes a typed JSON document. Of long lists, objects and texts only the beginning is decoded.
 *
 * @throws CodecError `BAD_JSON` and what else `decodeTypedJson` throws.
 */
export function describeTypedJson(document: Uint8Array, options: TypedJsonDecodeOptions = {}): Description {
  const size = (options.buffers ?? []).reduce((sum, buffer) => sum + buffer.length, document.length);
  return describeValue(decodeTypedJson(document, { ...options, outline: true }), size);
}

/** Describes a decoded value; `bytes` is the size of its stored form. */
export function describeValue(value: PyValue, bytes: number): Description {
  const length = lengthOf(value);
  const array = arrayOf(value);
  return {
    ...kindOf(value),
    ...(array === undefined ? {} : { dtype: array.dtype.name }),
    ...shapeOf(value),
    ...(length === undefined ? {} : { length }),
    bytes,
    preview: previewOf(value),
  };
}

/** A placeholder is told from the pickle that it would be. */
function kindOf(value: PyValue): ValueKind {
  if (!(value instanceof PyObject || value instanceof PyGlobal)) return kindOfValue(value);
  const { kind, pythonType } = kindOfPickle(encodePickle(value));
  return { kind, type: pythonType };
}

function arrayOf(value: PyValue): NdArray | NumpyScalar | undefined {
  if (value instanceof NdArray || value instanceof NumpyScalar) return value;
  if (value instanceof Series) return value.data instanceof NdArray ? value.data : undefined;
  return value instanceof MaskedArray && value.data instanceof NdArray ? value.data : undefined;
}

function shapeOf(value: PyValue): { shape?: readonly number[] } {
  if (value instanceof NdArray) return { shape: value.shape };
  if (value instanceof MaskedArray && value.data instanceof NdArray) return { shape: value.data.shape };
  if (value instanceof Series) return { shape: [indexLength(value.index)] };
  if (value instanceof DataFrame) return { shape: [indexLength(value.index), value.data.length] };
  return {};
}

function lengthOf(value: PyValue): number | undefined {
  if (typeof value === 'string') return pythonLength(value);
  if (value instanceof Uint8Array) return value.length;
  if (value instanceof PyByteArray) return value.bytes.length;
  if (Array.isArray(value) || value instanceof Set) return itemCount(value);
  if (value instanceof Map) return Math.ceil(itemCount(value.keys()) - elidedKeys(value));
  if (value instanceof NdArray) return value.shape[0];
  if (value instanceof Series || value instanceof DataFrame) return indexLength(value.index);
  if (isIndex(value)) return indexLength(value);
  return isPandasValues(value) ? valuesLength(value) : undefined;
}

/** Half of what is left out of a dict are values. */
function elidedKeys(map: ReadonlyMap<PyValue, PyValue>): number {
  let left = 0;
  for (const key of map.keys()) if (key instanceof Elided) left += key.count;
  return left / 2;
}

/** Code points. */
function pythonLength(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const next = text.charCodeAt(i + 1);
    if (unit >= 0xd800 && unit <= 0xdbff && next >= 0xdc00 && next <= 0xdfff) length--;
  }
  return length;
}
