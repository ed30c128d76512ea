import { hasObjects, NumpyDtype } from '../values-dtype.ts';
import { MaskedArray, NdArray, NumpyScalar } from '../values-numpy.ts';
import { argumentBytes, call, type KnownLibrary, type Maker } from './known-type.ts';
import { arrayMakers, arrayType, buildArray, MULTIARRAY } from './numpy-array.ts';
import { buildDtype, dtypeOf, makeDtype } from './numpy-dtype.ts';
import { dtypeType } from './numpy-dtype-json.ts';
import { buildMasked, maskedReconstruct, maskedType } from './numpy-masked.ts';
import { scalarFromJson, scalarToJson } from './numpy-scalar.ts';

const scalar: Maker = ([type, content]) => {
  const dtype = dtypeOf(type);
  const data = argumentBytes(content);
  if (dtype === undefined || data === undefined || hasObjects(dtype)) return undefined;
  return data.length === dtype.itemSize ? new NumpyScalar(dtype, data) : undefined;
};

export const numpy: KnownLibrary = {
  makers: {
    ...arrayMakers,
    'numpy.core.multiarray.scalar': scalar,
    'numpy._core.multiarray.scalar': scalar,
    'numpy.dtype': makeDtype,
    'numpy.ma.core._mareconstruct': maskedReconstruct,
  },
  builders: [
    [NumpyDtype, buildDtype],
    [NdArray, buildArray],
    [MaskedArray, buildMasked],
  ],
  types: [
    dtypeType,
    arrayType,
    maskedType,
    {
      tag: 'scalar',
      class: NumpyScalar,
      fields: scalarToJson,
      make: scalarFromJson,
      lower: (value: NumpyScalar) => call(MULTIARRAY, 'scalar', value.dtype, value.data),
    },
  ],
};
