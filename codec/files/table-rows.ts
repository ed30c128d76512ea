import { CodecError } from '../errors.ts';
import { PyFloat, type PyValue } from '../pickle/values.ts';
import { NdArray } from '../pickle/values-numpy.ts';
import {
  BackedArray,
  Categorical,
  DataFrame,
  NullableArray,
  PandasIndex,
  RangeIndex,
  Series,
} from '../pickle/values-pandas.ts';

const MILLISECONDS: ReadonlyMap<string, bigint> = new Map([
  ['s', 1000n],
  ['ms', 1n],
]);
const PER_MILLISECOND: ReadonlyMap<string, bigint> = new Map([
  ['us', 1000n],
  ['ns', 1_000_000n],
]);
/** numpy's "not a time". */
const NAT = -(2n ** 63n);

/**
 * The rows of a DataFrame, a Series or an array of one or two dimensions as text, the names of the columns
 * first. What is missing is an empty cell; an index that is no mere numbering is the first column.
 * Throws `BAD_FILE` for values that are no table.
 */
export function tableRows(value: PyValue): string[][] {
  if (value instanceof DataFrame) {
    const names =
      value.columns instanceof PandasIndex ? cells(value.columns.data) : numbered(value.data.length);
    return withIndex(value.index, names, value.data.map(cells));
  }
  if (value instanceof Series)
    return withIndex(value.index, [text(value.name) || 'value'], [cells(value.data)]);
  if (value instanceof NdArray && value.shape.length === 1) return rows(['value'], [cells(value)]);
  if (value instanceof NdArray && value.shape.length === 2) {
    const all = cells(value);
    const [height = 0, width = 0] = value.shape;
    const at = (row: number, column: number) =>
      value.fortran ? column * height + row : row * width + column;
    const columns = numbered(width).map((_, column) =>
      numbered(height).map((__, row) => all[at(row, column)] ?? ''),
    );
    return rows(numbered(width), columns);
  }
  throw noTable('only a table, a series, or an array of one or two dimensions can be written as csv');
}

function withIndex(
  index: PyValue,
  names: readonly string[],
  columns: readonly (readonly string[])[],
): string[][] {
  if (index instanceof RangeIndex) return rows(names, columns);
  if (!(index instanceof PandasIndex)) throw noTable('an index of several levels cannot be written as csv');
  return rows([text(index.name), ...names], [cells(index.data), ...columns]);
}

function rows(names: readonly string[], columns: readonly (readonly string[])[]): string[][] {
  const height = columns[0]?.length ?? 0;
  return [[...names], ...numbered(height).map((_, row) => columns.map((column) => column[row] ?? ''))];
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index));
}

/** The elements of a column as text. */
function cells(column: PyValue): string[] {
  if (column instanceof NdArray) return arrayCells(column);
  if (column instanceof BackedArray) return arrayCells(column.values);
  if (column instanceof NullableArray && column.data && column.mask) {
    const mask = [...numbersOf(column.mask)];
    return arrayCells(column.data).map((cell, index) => (mask[index] ? '' : cell));
  }
  if (column instanceof Categorical && column.categories instanceof PandasIndex) {
    const categories = cells(column.categories.data);
    return Array.from(numbersOf(column.codes), (code) => categories[Number(code)] ?? '');
  }
  throw noTable('a column is of a kind that cannot be written as csv');
}

function arrayCells(array: NdArray): string[] {
  const { items, dtype } = array;
  if (items) return items.map(text);
  const values = numbersOf(array);
  if (!'biufM'.includes(dtype.kind)) throw noTable(`${dtype.name} cannot be written as csv`);
  if (dtype.kind === 'b') return Array.from(values, (value) => (value ? 'True' : 'False'));
  if (dtype.kind === 'M') return Array.from(values, (ticks) => time(BigInt(ticks), dtype.unit));
  return Array.from(values, (value) => (Number.isNaN(Number(value)) ? '' : String(value)));
}

/** The elements of an array of a dtype that typed arrays have; none of another's. */
function numbersOf({ values }: NdArray): Iterable<number | bigint> {
  return values ?? [];
}

function time(ticks: bigint, unit: string): string {
  const coarse = MILLISECONDS.get(unit);
  const fine = PER_MILLISECOND.get(unit);
  if (ticks === NAT) return '';
  if (coarse === undefined && fine === undefined) throw noTable(`times in ${unit} cannot be written as csv`);
  const milliseconds = coarse === undefined ? ticks / (fine ?? 1n) : ticks * coarse;
  return new Date(Number(milliseconds)).toISOString();
}

function text(value: PyValue | undefined): string {
  if (value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value))) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'object' && !(value instanceof PyFloat)) {
    throw noTable('a cell holds what is no text, number or truth value');
  }
  return value instanceof PyFloat ? String(value.value) : String(value);
}

function noTable(what: string): CodecError {
  return new CodecError('BAD_FILE', what);
}
