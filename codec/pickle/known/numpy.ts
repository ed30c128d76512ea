import {
  PyByteArray,
  PyGlobal,
  type PyObject,
  PyTuple,
  type PyValue,
  pyFloat,
  pyInt,
  pyTuple,
} from '../values.ts';
import { hasObjects, NumpyDtype } from '../values-dtype.ts';
import { MaskedArray, NdArray, NumpyScalar } from '../values-numpy.ts';
import {
  argumentBytes,
  type Builder,
  call,
  type KnownLibrary,
  type Maker,
  notWhole,
  RawData,
  type TagFields,
} from './known-type.ts';
import {
  buildDtype,
  dtypeFromJson,
  dtypeOf,
  dtypeToJson,
  dtypeType,
  makeDtype,
  shapeOf,
} from './numpy-dtype.ts';
import { scalarFromJson, scalarToJson } from './numpy-scalar.ts';
import { transposed } from './numpy-transpose.ts';

/** numpy 2 moved its core to `numpy._core`; written pickles name `numpy.core`, which both have. */
const MULTIARRAY = 'numpy.core.multiarray';
const SUBCLASSES: ReadonlyMap<string, PyGlobal> = new Map(
  [
    ['numpy', 'matrix'],
    ['numpy', 'recarray'],
    ['numpy', 'chararray'],
  ].map(([module = '', name = '']) => [`${module}.${name}`, new PyGlobal(module, name)]),
);
const SUBCLASS_MODULES = /^numpy(\.matrixlib\.defmatrix|\.core\.defchararray|\.rec|\.char|)\./;

function subclassOf(cls: PyValue | undefined): string | undefined {
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
const buildArray: Builder = (target, state) => {
  if (!(target instanceof NdArray) || !(state instanceof PyTuple)) return false;
  const [shapeTuple, type, fortran, content] = state.slice(-4);
  const shape = shapeOf(shapeTuple);
  const dtype = dtypeOf(type);
  if (shape === undefined || dtype === undefined || typeof booleanOf(fortran) !== 'boolean') return false;
  return fill(target, dtype, shape, booleanOf(fortran) === true, content);
};

function booleanOf(value: PyValue | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 0 || value === 1 ? value === 1 : undefined;
}

function fill(
  array: NdArray,
  dtype: NumpyDtype,
  shape: readonly number[],
  fortran: boolean,
  content: PyValue | undefined,
): boolean {
  array.dtype = dtype;
  array.shape = shape;
  array.fortran = fortran;
  if (hasObjects(dtype)) {
    if (!Array.isArray(content) || content.length !== count(shape)) return false;
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

const scalar: Maker = ([type, content]) => {
  const dtype = dtypeOf(type);
  const data = argumentBytes(content);
  if (dtype === undefined || data === undefined || hasObjects(dtype)) return undefined;
  return data.length === dtype.itemSize ? new NumpyScalar(dtype, data) : undefined;
};

/** Made by `_mareconstruct(MaskedArray, ndarray, (0,), 'b')`, completed by BUILD with data, mask and fill value. */
const maskedReconstruct: Maker = ([cls, base]) =>
  cls instanceof PyGlobal &&
  /^numpy\.ma(\.core)?\.MaskedArray$/.test(cls.path) &&
  subclassOf(base) === 'numpy.ndarray'
    ? (Object.create(MaskedArray.prototype) as MaskedArray)
    : undefined;

const buildMasked: Builder = (target, state) => {
  if (!(state instanceof PyTuple) || state.length !== 7) return false;
  const [, shapeTuple, type, fortran, content, maskContent, fillValue = null] = state;
  const shape = shapeOf(shapeTuple);
  const dtype = dtypeOf(type);
  if (shape === undefined || dtype === undefined || dtype.fields !== undefined) return false;
  const empty = new Uint8Array(0);
  const data = new NdArray(dtype, shape, empty);
  const mask = new NdArray(new NumpyDtype('|b1', { itemSize: 1 }), shape, empty);
  const isFortran = booleanOf(fortran) === true;
  if (!fill(data, dtype, shape, isFortran, content)) return false;
  if (!fill(mask, mask.dtype, shape, isFortran, maskContent)) return false;
  Object.assign(target, { data, mask, fillValue });
  return true;
};

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

function lowerMasked(value: MaskedArray): PyObject {
  if (!(value.data instanceof NdArray)) throw notWhole('masked array');
  const { data, mask } = value;
  const [cls, base] = [new PyGlobal('numpy.ma.core', 'MaskedArray'), new PyGlobal('numpy', 'ndarray')];
  const object = call('numpy.ma.core', '_mareconstruct', cls, base, pyTuple([0]), 'b');
  const content = data.items === undefined ? data.data : data.items;
  object.state = pyTuple<PyValue>([
    1,
    pyTuple(data.shape),
    data.dtype,
    data.fortran,
    content,
    mask.data,
    value.fillValue,
  ]);
  return object;
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

function arrayFromFields(fields: TagFields): NdArray {
  const dtype = dtypeFromJson(fields.get('dtype'), fields);
  const shape = shapeOf(fields.list('shape') as PyValue);
  const order = fields.optional('order') ?? 'C';
  const subclass = fields.optional('subclass');
  if (shape === undefined || (order !== 'C' && order !== 'F')) throw fields.wrong('shape or order is wrong');
  const array = new NdArray(dtype, shape, new Uint8Array(0));
  if (subclass !== undefined && !SUBCLASSES.has(String(subclass))) throw fields.wrong('subclass is unknown');
  if (subclass !== undefined) array.subclass = String(subclass);
  const content = hasObjects(dtype) ? [...fields.list('items')] : fields.raw();
  if (!fill(array, dtype, shape, order === 'F', content))
    throw fields.wrong('the data does not fit dtype and shape');
  return array;
}

const isNdArray = (value: PyValue): value is NdArray => value instanceof NdArray;

export const numpy: KnownLibrary = {
  makers: Object.fromEntries([
    ...['numpy.core', 'numpy._core'].flatMap((core): [string, Maker][] => [
      [`${core}.multiarray._reconstruct`, reconstruct],
      [`${core}.multiarray.scalar`, scalar],
      [`${core}.numeric._frombuffer`, fromBuffer],
    ]),
    ['numpy.dtype', makeDtype],
    ['numpy.ma.core._mareconstruct', maskedReconstruct],
  ]),
  builders: [
    [NumpyDtype, buildDtype],
    [NdArray, buildArray],
    [MaskedArray, buildMasked],
  ],
  types: [
    dtypeType,
    {
      tag: 'ndarray',
      class: NdArray,
      fields: arrayFields,
      make: arrayFromFields,
      lower: lowerArray,
    },
    {
      tag: 'scalar',
      class: NumpyScalar,
      fields: scalarToJson,
      make: scalarFromJson,
      lower: (value: NumpyScalar) => call(MULTIARRAY, 'scalar', value.dtype, value.data),
    },
    {
      tag: 'maskedarray',
      class: MaskedArray,
      fields: (value: MaskedArray) => {
        lowerMasked(value);
        return { data: value.data, mask: value.mask, fill_value: value.fillValue };
      },
      make: (fields) => {
        const data = fields.get('data');
        const mask = fields.get('mask');
        if (!isNdArray(data) || !isNdArray(mask) || String(data.shape) !== String(mask.shape)) {
          throw fields.wrong('data and mask must be arrays of one shape');
        }
        return new MaskedArray(data, mask, fields.get('fill_value'));
      },
      lower: lowerMasked,
    },
  ],
};

/** The element at `index` of a typed array as a Python value. */
export function elementValue(element: number | bigint, kind: string): PyValue {
  if (kind === 'b') return element === 1;
  if (typeof element === 'bigint') return pyInt(element);
  return kind === 'f' ? pyFloat(element) : element;
}
