import { PyGlobal, type PyObject, PyTuple, type PyValue, pyTuple } from '../values.ts';
import { NumpyDtype } from '../values-dtype.ts';
import { MaskedArray, NdArray } from '../values-numpy.ts';
import { type Builder, call, type KnownType, type Maker, notWhole } from './known-type.ts';
import { booleanOf, fill, subclassOf } from './numpy-array.ts';
import { dtypeOf, shapeOf } from './numpy-dtype.ts';

/** Made by `_mareconstruct(MaskedArray, ndarray, (0,), 'b')`, completed by BUILD with data, mask and fill value. */
export const maskedReconstruct: Maker = ([cls, base]) =>
  cls instanceof PyGlobal &&
  /^numpy\.ma(\.core)?\.MaskedArray$/.test(cls.path) &&
  subclassOf(base) === 'numpy.ndarray'
    ? (Object.create(MaskedArray.prototype) as MaskedArray)
    : undefined;

export const buildMasked: Builder = (target, state) => {
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

export const maskedType: KnownType<MaskedArray> = {
  tag: 'maskedarray',
  class: MaskedArray,
  fields: (value) => {
    lowerMasked(value);
    return { data: value.data, mask: value.mask, fill_value: value.fillValue };
  },
  make: (fields) => {
    const data = fields.get('data');
    const mask = fields.get('mask');
    if (
      !(data instanceof NdArray) ||
      !(mask instanceof NdArray) ||
      String(data.shape) !== String(mask.shape)
    ) {
      throw fields.wrong('data and mask must be arrays of one shape');
    }
    return new MaskedArray(data, mask, fields.get('fill_value'));
  },
  lower: lowerMasked,
};
