import { PyGlobal, PyTuple, type PyValue } from '../values.ts';
import { IntervalIndex, MultiIndex, PandasIndex, RangeIndex } from '../values-pandas.ts';
import { call, type KnownLibrary, type Maker } from './known-type.ts';
import { entry, isPandasValues, pandasClass } from './pandas-shared.ts';

const INDEXES = 'pandas.core.indexes';
/** Module of each class of index that is held as values. */
const MODULES: ReadonlyMap<string, string> = new Map([
  ['Index', 'base'],
  ['Int64Index', 'base'],
  ['UInt64Index', 'base'],
  ['Float64Index', 'base'],
  ['CategoricalIndex', 'category'],
  ['DatetimeIndex', 'datetimes'],
  ['TimedeltaIndex', 'timedeltas'],
  ['PeriodIndex', 'period'],
]);

/** `_new_Index(cls, {...})` and its sisters: the way in which every index is pickled since pandas 0.15. */
const newIndex: Maker = ([cls, parts]) => {
  const type = pandasClass(cls);
  if (!(parts instanceof Map)) return undefined;
  const name = entry(parts, 'name');
  if (type === 'RangeIndex') {
    return new RangeIndex(entry(parts, 'start'), entry(parts, 'stop'), entry(parts, 'step'), name);
  }
  if (type === 'MultiIndex') return multiIndex(parts);
  if (type === 'IntervalIndex') return intervalIndex(parts, name);
  const data = parts.get('data');
  return MODULES.has(type) && isPandasValues(data) ? new PandasIndex(type, data, name) : undefined;
};

function multiIndex(parts: ReadonlyMap<PyValue, PyValue>): MultiIndex | undefined {
  const [levels, codes, names] = [parts.get('levels'), parts.get('codes'), parts.get('names')];
  if (!Array.isArray(levels) || !Array.isArray(codes) || !Array.isArray(names)) return undefined;
  return new MultiIndex(levels, codes, names, entry(parts, 'sortorder'));
}

function intervalIndex(parts: ReadonlyMap<PyValue, PyValue>, name: PyValue): IntervalIndex | undefined {
  const closed = parts.get('closed');
  return typeof closed === 'string' && parts.has('left')
    ? new IntervalIndex(entry(parts, 'left'), entry(parts, 'right'), closed, name)
    : undefined;
}

function lowerIndex(module: string, type: string, parts: Record<string, PyValue>, maker = '_new_Index') {
  // The classes for one number type each are gone in pandas 2; `Index` makes them in pandas 1 all the same.
  const cls = new PyGlobal(`${INDEXES}.${module}`, module === 'base' ? 'Index' : type);
  return call(
    `${INDEXES}.${maker === '_new_Index' ? 'base' : module}`,
    maker,
    cls,
    new Map(Object.entries(parts)),
  );
}

const makers = Object.fromEntries(
  [
    'base._new_Index',
    'datetimes._new_DatetimeIndex',
    'period._new_PeriodIndex',
    'interval._new_IntervalIndex',
  ].map((name) => [`${INDEXES}.${name}`, newIndex]),
);

export const pandasIndexes: KnownLibrary = {
  makers,
  types: [
    {
      tag: 'index',
      class: PandasIndex,
      fields: (value: PandasIndex) => ({ class: value.type, data: value.data, name: value.name }),
      make: (fields) => {
        const type = fields.text('class');
        const data = fields.get('data');
        if (!MODULES.has(type)) throw fields.wrong(`class ${type} is unknown`);
        if (!isPandasValues(data)) throw fields.wrong('data must be an array');
        return new PandasIndex(type, data, fields.get('name'));
      },
      lower: (value: PandasIndex) => {
        const maker = value.type === 'DatetimeIndex' ? '_new_DatetimeIndex' : '_new_Index';
        const parts = { data: value.data, name: value.name };
        return lowerIndex(MODULES.get(value.type) ?? 'base', value.type, parts, maker);
      },
    },
    {
      tag: 'rangeindex',
      class: RangeIndex,
      fields: (value: RangeIndex) => ({
        start: value.start,
        stop: value.stop,
        step: value.step,
        name: value.name,
      }),
      make: (fields) =>
        new RangeIndex(
          fields.integer('start'),
          fields.integer('stop'),
          fields.integer('step'),
          fields.get('name'),
        ),
      lower: ({ start, stop, step, name }: RangeIndex) =>
        lowerIndex('range', 'RangeIndex', { start, stop, step, name }),
    },
    {
      tag: 'multiindex',
      class: MultiIndex,
      fields: (value: MultiIndex) => ({
        levels: [...value.levels],
        codes: [...value.codes],
        names: plainList(value.names),
        sortorder: value.sortOrder,
      }),
      make: (fields) =>
        new MultiIndex(
          fields.list('levels'),
          fields.list('codes'),
          fields.list('names'),
          fields.get('sortorder'),
        ),
      lower: (value: MultiIndex) =>
        lowerIndex('multi', 'MultiIndex', {
          levels: [...value.levels],
          codes: [...value.codes],
          names: plainList(value.names),
          sortorder: value.sortOrder,
        }),
    },
    {
      tag: 'intervalindex',
      class: IntervalIndex,
      fields: (value: IntervalIndex) => ({
        left: value.left,
        right: value.right,
        closed: value.closed,
        name: value.name,
      }),
      make: (fields) =>
        new IntervalIndex(fields.get('left'), fields.get('right'), fields.text('closed'), fields.get('name')),
      lower: ({ left, right, closed, name }: IntervalIndex) =>
        lowerIndex('interval', 'IntervalIndex', { left, right, closed, name }, '_new_IntervalIndex'),
    },
  ],
};

function plainList(values: readonly PyValue[]): PyValue[] {
  return values instanceof PyTuple ? Array.from(values) : [...values];
}
