import { PyByteArray, PyGlobal, type PyObject, PyTuple, type PyValue, pyTuple } from '../values.ts';
import { hasObjects, NumpyDtype } from '../values-dtype.ts';
import { ElidedText, itemCount } from '../values-elided.ts';
import { NdArray } from '../values-numpy.ts';
import {
  argumentBytes,
  type Builder,
  call,
  type KnownType,
  latin1Bytes,
  type Maker,
  RawData,
  type TagFields,
} from './known-type.ts';
import { dtypeOf, shapeOf } from './numpy-dtype.ts';
import { dtypeFromJson, dtypeToJson } from './numpy-dtype-json.ts';
import { transposed } from './numpy-transpose.ts';

/** numpy 2 moved its core to `numpy._core`; written pickles name `numpy.core`, which both have. */
export const MULTIARRAY = 'numpy.core.multiarray';
const SUBCLASSES: ReadonlyMap<string, PyGlobal> = new Map(
  [
    ['numpy', 'matrix'],
    ['numpy', 'recarray'],
    ['numpy', 'chararray'],
  ].map(([module = '', name = '']) => [`${module}.${name}`, new PyGlobal(module, name)]),
);
const SUBCLASS_MODULES = /^numpy(\.matrixlib\.defmatrix|\.core\.defchararray|\.rec|\.char|)\./;

/** numpy's own name of an array class, wherever its version keeps it. */
export function subclassOf(cls: PyValue | undefined): string | undefined {
  if (!(cls instanceof PyGlobal)) return undefined;
  const path = cls.path.replace(SUBCLASS_MODULES, 'numpy.');
  return path === 'numpy.ndarray' || SUBCLASSES.has(path) ? path : undefined;
}

function byteDtype(): NumpyDtype {
  return new NumpyDtype('|i1', { itemSize: 1 });
}

const reconstruct: Maker = ([cls]) => {
  const subclass = subclassOf(cls);
  if (subclass === undefined) return undefined;
  const array = new NdArray(byteDtype(), [0], new Uint8Array(0));
  if (subclass !== 'numpy.ndarray') array.subclass = subclass;
  return array;
};

const count = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

/** BUILD of an array: (version, shape, dtype, is Fortran, bytes or list). */
export const buildArray: Builder = (target, state) => {
  if (!(target instanceof NdArray) || !(state instanceof PyTuple)) return false;
  const [shapeTuple, type, fortran, content] = state.slice(-4);
  const shape = shapeOf(shapeTuple);
  const dtype = dtypeOf(type);
  if (shape === undefined || dtype === undefined || typeof booleanOf(fortran) !== 'boolean') return false;
  return fill(target, dtype, shape, booleanOf(fortran) === true, content);
};

export function booleanOf(value: PyValue | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 0 || value === 1 ? value === 1 : undefined;
}

/** Gives an array its parts, if they fit each other. */
export function fill(
  array: NdArray,
  dtype: NumpyDtype,
  shape: readonly number[],
  fortran: boolean,
  content: PyValue | undefined,
): boolean {
  array.dtype = dtype;
  array.shape = shape;
  array.fortran = fortran;
  if (content instanceof ElidedText) {
    array.data = latin1Bytes(content.beginning.slice(0, -1)) ?? array.data;
    return true;
  }
  if (hasObjects(dtype)) {
    if (!Array.isArray(content) || itemCount(content) !== count(shape)) return false;
    array.items = content;
    return true;
  }
  const data = argumentBytes(content) ?? (content instanceof PyByteArray ? content.bytes : undefined);
  if (data === undefined || data.length !== count(shape) * dtype.itemSize) return false;
  array.data = data;
  return true;
}

/** Protocol 5: `_frombuffer(buffer, dtype, shape, order[, axes])`; order K, since numpy 2, is C order with its axes permuted. */
const fromBuffer: Maker = ([content, type, shapeTuple, order, axes = null]) => {
  const dtype = dtypeOf(type);
  const shape = shapeOf(shapeTuple);
  if (dtype === undefined || shape === undefined || hasObjects(dtype)) return undefined;
  const array = new NdArray(dtype, shape, new Uint8Array(0));
  if (order === 'K') {
    const permutation = shapeOf(axes);
    const filled = permutation !== undefined && fill(array, dtype, shape, false, content);
    return filled ? transposed(array, permutation) : undefined;
  }
  if (order !== 'C' && order !== 'F') return undefined;
  return fill(array, dtype, shape, order === 'F', content) ? array : undefined;
};

/** The call that `lowerSwapped` writes: `ndarray(shape, dtype, buffer, 0, None, order)`. */
const onBuffer: Maker = ([shapeTuple, dtype, buffer, offset, strides, order, ...rest]) =>
  buffer instanceof PyByteArray && offset === 0 && strides === null && rest.length === 0
    ? fromBuffer([buffer, dtype ?? null, shapeTuple ?? null, order ?? null], undefined)
    : undefined;

function lowerArray(array: NdArray): PyObject {
  if (array.dtype.bigEndian && array.items === undefined && array.subclass === undefined)
    return lowerSwapped(array);
  const cls = SUBCLASSES.get(array.subclass ?? '') ?? new PyGlobal('numpy', 'ndarray');
  const object = call(MULTIARRAY, '_reconstruct', cls, pyTuple([0]), Uint8Array.of(0x62));
  const content = array.items === undefined ? array.data : array.items;
  object.state = pyTuple<PyValue>([1, pyTuple(array.shape), array.dtype, array.fortran, content]);
  return object;
}

/** `_reconstruct` would turn the bytes round; the class itself, on a buffer that may be written, keeps their order. */
function lowerSwapped(array: NdArray): PyObject {
  const buffer = new PyByteArray(array.data);
  const order = array.fortran ? 'F' : 'C';
  return call('numpy', 'ndarray', pyTuple(array.shape), array.dtype, buffer, 0, null, order);
}

function arrayFields(array: NdArray): Record<string, PyValue> {
  return {
    dtype: dtypeToJson(array.dtype),
    shape: [...array.shape],
    ...(array.fortran ? { order: 'F' } : {}),
    ...(array.subclass === undefined ? {} : { subclass: array.subclass }),
    ...(array.items === undefined ? { data: new RawData(array.data) } : { items: array.items }),
  };
}

function contentOf(fields: TagFields): PyValue {
  const data = fields.optional('data');
  if (!(data instanceof ElidedText)) return fields.raw();
  return new ElidedText(Buffer.from(data.beginning, 'base64').toString('latin1'), data.bytes);
}

function arrayFromFields(fields: TagFields): NdArray {
  const dtype = dtypeFromJson(fields.get('dtype'), fields);
  const shape = shapeOf(fields.list('shape') as PyValue);
  const order = fields.optional('order') ?? 'C';
  const subclass = fields.optional('subclass');
  if (shape === undefined || (order !== 'C' && order !== 'F')) throw fields.wrong('shape or order is wrong');
  const array = new NdArray(dtype, shape, new Uint8Array(0));
  if (subclass !== undefined && !SUBCLASSES.has(String(subclass))) throw fields.wrong('subclass is unknown');
  if (subclass !== undefined) array.subclass = String(subclass);
  const content = hasObjects(dtype) ? [...fields.list('items')] : contentOf(fields);
  if (!fill(array, dtype, shape, order === 'F', content))
    throw fields.wrong('the data does not fit dtype and shape');
  return array;
}

export const arrayMakers: Readonly<Record<string, Maker>> = {
  'numpy.core.multiarray._reconstruct': reconstruct,
  'numpy._core.multiarray._reconstruct': reconstruct,
  'numpy.core.numeric._frombuffer': fromBuffer,
  'numpy._core.numeric._frombuffer': fromBuffer,
  'numpy.ndarray': onBuffer,
};

export const arrayType: KnownType<NdArray> = {
  tag: 'ndarray',
  class: NdArray,
  fields: arrayFields,
  make: arrayFromFields,
  lower: lowerArray,
};
