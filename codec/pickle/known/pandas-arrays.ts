import { PyGlobal, PyTuple, type PyValue, pyTuple } from '../values.ts';
import { NdArray } from '../values-numpy.ts';
import { BackedArray, type BackedArrayType, Categorical, NullableArray } from '../values-pandas.ts';
import { type Builder, instance, type KnownLibrary, type Maker, notWhole } from './known-type.ts';
import { isIndex, pandasClass } from './pandas-shared.ts';

const BACKED: ReadonlyMap<string, string> = new Map([
  ['DatetimeArray', 'pandas.core.arrays.datetimes'],
  ['TimedeltaArray', 'pandas.core.arrays.timedeltas'],
  ['PeriodArray', 'pandas.core.arrays.period'],
  ['StringArray', 'pandas.core.arrays.string_'],
  ['PandasArray', 'pandas.core.arrays.numpy_'],
]);
const NULLABLE: ReadonlyMap<string, string> = new Map([
  ['IntegerArray', 'pandas.core.arrays.integer'],
  ['FloatingArray', 'pandas.core.arrays.floating'],
  ['BooleanArray', 'pandas.core.arrays.boolean'],
]);

/** `pandas._libs.arrays.__pyx_unpickle_NDArrayBacked(cls, checksum, state)`; the state mostly follows with BUILD. */
const backed: Maker = ([cls, , state = null]) => {
  const name = pandasClass(cls);
  const target: object | undefined =
    name === 'Categorical'
      ? Object.create(Categorical.prototype)
      : BACKED.has(name)
        ? Object.assign(Object.create(BackedArray.prototype), { type: name })
        : undefined;
  if (target === undefined || (state !== null && !buildBacked(target, state))) return undefined;
  return target;
};

/** (dtype, values, `__dict__`). */
const buildBacked: Builder = (target, state) => {
  if (!(state instanceof PyTuple) || state.length !== 3) return false;
  const [dtype = null, values, attributes] = state;
  if (!(values instanceof NdArray) || !(attributes instanceof Map)) return false;
  if (target instanceof BackedArray) {
    const frequency = target.type === 'PeriodArray' ? null : (attributes.get('_freq') ?? null);
    Object.assign(target, { dtype, values, frequency });
    return true;
  }
  const parts = categories(dtype);
  if (parts === undefined) return false;
  Object.assign(target, { codes: values, ...parts });
  return true;
};

/** What a pickled CategoricalDtype says. */
function categories(dtype: PyValue): { categories: PyValue; ordered: boolean } | undefined {
  const state = typeof dtype === 'object' && dtype !== null && 'state' in dtype ? dtype.state : undefined;
  if (!(state instanceof Map) || !isIndex(state.get('categories'))) return undefined;
  return { categories: state.get('categories'), ordered: state.get('ordered') === true };
}

const nullable =
  (type: NullableArray['type']): Maker =>
  (args) =>
    args.length === 0 ? new NullableArray(type) : undefined;

const buildNullable: Builder = (target, state) => {
  if (!(state instanceof Map)) return false;
  const data = state.get('_data');
  const mask = state.get('_mask');
  if (!(data instanceof NdArray) || !(mask instanceof NdArray)) return false;
  Object.assign(target, { data, mask });
  return true;
};

function lowerCategorical(value: Categorical) {
  if (!(value.codes instanceof NdArray)) throw notWhole('Categorical');
  const dtype = instance(
    'pandas.core.dtypes.dtypes',
    'CategoricalDtype',
    new Map<PyValue, PyValue>([
      ['categories', value.categories],
      ['ordered', value.ordered],
    ]),
  );
  const state = pyTuple<PyValue>([dtype, value.codes, new Map()]);
  return instance('pandas.core.arrays.categorical', 'Categorical', state);
}

function lowerBacked(value: BackedArray) {
  const module = BACKED.get(value.type);
  if (module === undefined || !(value.values instanceof NdArray)) throw notWhole('pandas array');
  const hasFrequency = value.type === 'DatetimeArray' || value.type === 'TimedeltaArray';
  const attributes = hasFrequency ? new Map([['_freq', value.frequency]]) : new Map();
  return instance(module, value.type, pyTuple<PyValue>([value.dtype, value.values, attributes]));
}

function lowerNullable(value: NullableArray) {
  const module = NULLABLE.get(value.type);
  if (module === undefined || value.data === undefined || value.mask === undefined)
    throw notWhole('pandas array');
  const state = new Map<PyValue, PyValue>([
    ['_data', value.data],
    ['_mask', value.mask],
  ]);
  // Only BooleanArray keeps its dtype; the others tell it from their data.
  if (value.type === 'BooleanArray') {
    state.set('_dtype', instanceOf('pandas.core.arrays.boolean', 'BooleanDtype'));
  }
  return instance(module, value.type, state);
}

function instanceOf(module: string, name: string) {
  const made = instance(module, name, null);
  made.state = undefined;
  return made;
}

export const pandasArrays: KnownLibrary = {
  makers: {
    'pandas._libs.arrays.__pyx_unpickle_NDArrayBacked': backed,
    ...Object.fromEntries(
      [...BACKED, ['Categorical', 'pandas.core.arrays.categorical'] as const].map(([name, module]) => [
        `${module}.${name}`,
        (args: readonly PyValue[]) =>
          args.length === 0 ? backed([new PyGlobal(module, name)], undefined) : undefined,
      ]),
    ),
    'pandas.core.arrays.integer.IntegerArray': nullable('IntegerArray'),
    'pandas.core.arrays.floating.FloatingArray': nullable('FloatingArray'),
    'pandas.core.arrays.boolean.BooleanArray': nullable('BooleanArray'),
  },
  builders: [
    [Categorical, buildBacked],
    [BackedArray, buildBacked],
    [NullableArray, buildNullable],
  ],
  types: [
    {
      tag: 'categorical',
      class: Categorical,
      fields: (value: Categorical) => {
        lowerCategorical(value);
        return { codes: value.codes, categories: value.categories, ordered: value.ordered };
      },
      make: (fields) => {
        const codes = fields.get('codes');
        if (!(codes instanceof NdArray)) throw fields.wrong('codes must be an ndarray');
        return new Categorical(codes, fields.get('categories'), fields.bool('ordered'));
      },
      lower: lowerCategorical,
    },
    {
      tag: 'nullable',
      class: NullableArray,
      fields: (value: NullableArray) => {
        lowerNullable(value);
        return { class: value.type, data: value.data ?? null, mask: value.mask ?? null };
      },
      make: (fields) => {
        const type = fields.text('class');
        const data = fields.get('data');
        const mask = fields.get('mask');
        if (!NULLABLE.has(type)) throw fields.wrong(`class ${type} is unknown`);
        if (!(data instanceof NdArray) || !(mask instanceof NdArray))
          throw fields.wrong('data and mask must be arrays');
        return new NullableArray(type as NullableArray['type'], data, mask);
      },
      lower: lowerNullable,
    },
    {
      tag: 'backed',
      class: BackedArray,
      fields: (value: BackedArray) => {
        lowerBacked(value);
        return { class: value.type, dtype: value.dtype, values: value.values, freq: value.frequency };
      },
      make: (fields) => {
        const type = fields.text('class');
        const values = fields.get('values');
        if (!BACKED.has(type)) throw fields.wrong(`class ${type} is unknown`);
        if (!(values instanceof NdArray)) throw fields.wrong('values must be an ndarray');
        return new BackedArray(type as BackedArrayType, fields.get('dtype'), values, fields.get('freq'));
      },
      lower: lowerBacked,
    },
  ],
};
