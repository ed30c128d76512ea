import { PyGlobal, PyObject, PyTuple, type PyValue, pyTuple } from '../values.ts';
import { NdArray } from '../values-numpy.ts';
import { DataFrame, Series } from '../values-pandas.ts';
import {
  type Builder,
  call,
  instance,
  type KnownLibrary,
  type Maker,
  notWhole,
  type TagFields,
} from './known-type.ts';
import { blockColumns } from './pandas-blocks.ts';
import { entry, indexLength, isIndex, isPandasValues } from './pandas-shared.ts';

/** pandas' own store of a frame's or a series' values, made while a pickle is read: blocks and axes. */
class Manager {
  axes: readonly PyValue[] = [];
  blocks: readonly PyValue[] = [];
}

/** One block: values, and the columns that they are (a slice or an array of positions). */
export class Block {
  readonly values: PyValue;
  readonly placement: PyValue;

  constructor(values: PyValue, placement: PyValue) {
    this.values = values;
    this.placement = placement;
  }
}

const MANAGERS = 'pandas.core.internals.managers';

const unpickleBlock: Maker = ([values = null, placement = null]) =>
  isPandasValues(values) || values instanceof PyObject ? new Block(values, placement) : undefined;

const manager: Maker = ([blocks, axes]) => {
  const made = new Manager();
  if (blocks === undefined) return made;
  if (!(blocks instanceof PyTuple) || !Array.isArray(axes)) return undefined;
  Object.assign(made, { blocks, axes });
  return made;
};

/** (axes, values, items, {'0.14.1': {'axes': …, 'blocks': [{'values': …, 'mgr_locs': …}]}}). */
const buildManager: Builder = (target, state) => {
  const extra = state instanceof PyTuple ? state[3] : undefined;
  const parts = extra instanceof Map ? extra.get('0.14.1') : undefined;
  if (!(parts instanceof Map)) return false;
  const [axes, blocks] = [parts.get('axes'), parts.get('blocks')];
  if (!Array.isArray(axes) || !Array.isArray(blocks)) return false;
  const made: Block[] = [];
  for (const block of blocks) {
    if (!(block instanceof Map)) return false;
    made.push(new Block(entry(block, 'values'), entry(block, 'mgr_locs')));
  }
  Object.assign(target, { axes, blocks: made });
  return true;
};

function buildCommon(target: Series | DataFrame, state: ReadonlyMap<PyValue, PyValue>): boolean {
  const attributes = state.get('attrs') ?? new Map();
  const flags = state.get('_flags');
  if (!(attributes instanceof Map)) return false;
  if (attributes.size > 0) target.attributes = attributes;
  if (flags instanceof Map) target.allowsDuplicateLabels = flags.get('allows_duplicate_labels') !== false;
  return true;
}

const buildSeries: Builder = (target, state) => {
  if (!(target instanceof Series) || !(state instanceof Map)) return false;
  const store = state.get('_mgr');
  if (!(store instanceof Manager) || store.blocks.length !== 1 || !isIndex(store.axes[0])) return false;
  const [block] = store.blocks;
  target.data = block instanceof Block ? block.values : null;
  target.index = store.axes[0];
  target.name = state.get('name') ?? state.get('_name') ?? null;
  return (isPandasValues(target.data) || target.data instanceof PyObject) && buildCommon(target, state);
};

const buildFrame: Builder = (target, state) => {
  if (!(target instanceof DataFrame) || !(state instanceof Map)) return false;
  const store = state.get('_mgr');
  if (!(store instanceof Manager) || !isIndex(store.axes[0]) || !isIndex(store.axes[1])) return false;
  const columns = new Map<number, PyValue>();
  for (const block of store.blocks) {
    if (!(block instanceof Block)) return false;
    const placed = blockColumns(block.values, block.placement);
    if (placed === undefined) return false;
    for (const [position, values] of placed) columns.set(position, values);
  }
  const data: PyValue[] = [];
  for (let i = 0; i < columns.size; i++) {
    const column = columns.get(i);
    if (column === undefined) return false;
    data.push(column);
  }
  target.data = data;
  target.columns = store.axes[0];
  target.index = store.axes[1];
  return buildCommon(target, state);
};

function frameState(store: PyObject, kind: string, value: Series | DataFrame, more: [string, PyValue][]) {
  return new Map<PyValue, PyValue>([
    ['_mgr', store],
    ['_typ', kind],
    ['_metadata', kind === 'series' ? ['name'] : []],
    ['attrs', value.attributes ?? new Map()],
    ['_flags', new Map([['allows_duplicate_labels', value.allowsDuplicateLabels]])],
    ...more,
  ]);
}

const slice = (from: number, to: number) => call('builtins', 'slice', from, to, 1);

function lowerSeries(series: Series): PyObject {
  const { data, index } = series;
  if (!isIndex(index)) throw notWhole('Series');
  const store = new PyObject(new PyGlobal(MANAGERS, 'SingleBlockManager'), [], 'new');
  const block = new Map<PyValue, PyValue>([
    ['values', data],
    ['mgr_locs', slice(0, indexLength(index))],
  ]);
  const parts = new Map<PyValue, PyValue>([
    ['axes', [index]],
    ['blocks', [block]],
  ]);
  store.state = pyTuple<PyValue>([[index], [data], [index], new Map([['0.14.1', parts]])]);
  return instance(
    'pandas.core.series',
    'Series',
    frameState(store, 'series', series, [['name', series.name]]),
  );
}

/** One block a column; numpy columns are two-dimensional in a frame, all others are not. */
function lowerFrame(frame: DataFrame): PyObject {
  if (!isIndex(frame.columns)) throw notWhole('DataFrame');
  const blocks = frame.data.map((column, i) => {
    const values = column instanceof NdArray ? asRow(column) : column;
    return call('pandas._libs.internals', '_unpickle_block', values, slice(i, i + 1), 2);
  });
  const store = call(MANAGERS, 'BlockManager', pyTuple(blocks), [frame.columns, frame.index]);
  return instance('pandas.core.frame', 'DataFrame', frameState(store, 'dataframe', frame, []));
}

function asRow(column: NdArray): NdArray {
  const row = new NdArray(column.dtype, [1, column.length], column.data);
  if (column.items !== undefined) row.items = column.items;
  return row;
}

function commonFields(value: Series | DataFrame): Record<string, PyValue> {
  return {
    ...(value.attributes === null ? {} : { attrs: value.attributes }),
    ...(value.allowsDuplicateLabels ? {} : { allows_duplicate_labels: false }),
  };
}

function readCommon(value: Series | DataFrame, fields: TagFields): void {
  value.attributes = fields.optional('attrs') ?? null;
  value.allowsDuplicateLabels = fields.optional('allows_duplicate_labels') !== false;
  const axes = value instanceof DataFrame ? [value.index, value.columns] : [value.index];
  if (!axes.every(isIndex)) throw fields.wrong('index and columns must be indexes');
}

function columnsOf(fields: TagFields): readonly PyValue[] {
  const data = fields.list('data');
  for (const column of data) {
    if (!isPandasValues(column) && !(column instanceof PyObject))
      throw fields.wrong('every column must be an array');
    if (column instanceof NdArray && column.shape.length !== 1)
      throw fields.wrong('columns have one dimension');
  }
  return data;
}

export const pandasFrames: KnownLibrary = {
  makers: {
    'pandas._libs.internals._unpickle_block': unpickleBlock,
    'pandas.core.internals.blocks.new_block': unpickleBlock,
    [`${MANAGERS}.BlockManager`]: manager,
    [`${MANAGERS}.SingleBlockManager`]: manager,
    'pandas.core.frame.DataFrame': (args) => (args.length === 0 ? new DataFrame() : undefined),
    'pandas.core.series.Series': (args) => (args.length === 0 ? new Series() : undefined),
  },
  builders: [
    [Manager, buildManager],
    [Series, buildSeries],
    [DataFrame, buildFrame],
  ],
  types: [
    {
      tag: 'series',
      class: Series,
      fields: (value: Series) => {
        lowerSeries(value);
        return { data: value.data, index: value.index, name: value.name, ...commonFields(value) };
      },
      make: (fields) => {
        const series = new Series();
        const [data] = [fields.get('data')];
        if (!isPandasValues(data) && !(data instanceof PyObject)) throw fields.wrong('data must be an array');
        Object.assign(series, { data, index: fields.get('index'), name: fields.get('name') });
        readCommon(series, fields);
        return series;
      },
      lower: lowerSeries,
    },
    {
      tag: 'dataframe',
      class: DataFrame,
      fields: (value: DataFrame) => {
        if (!isIndex(value.columns)) throw notWhole('DataFrame');
        return { columns: value.columns, index: value.index, data: [...value.data], ...commonFields(value) };
      },
      make: (fields) => {
        const frame = new DataFrame();
        Object.assign(frame, {
          columns: fields.get('columns'),
          index: fields.get('index'),
          data: columnsOf(fields),
        });
        readCommon(frame, fields);
        return frame;
      },
      lower: lowerFrame,
    },
  ],
};
