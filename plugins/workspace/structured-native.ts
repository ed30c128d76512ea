import {
  DataFrame,
  NdArray,
  NumpyScalar,
  PandasIndex,
  PyComplex,
  type PyValue,
  RangeIndex,
  Series,
} from 'headframe/codec';
import { workspaceError } from './errors.ts';
import { arrayElements, arrayOf, objectArray } from './nd-array.ts';
import { asStructured, type Structured } from './structured.ts';

/**
 * What a checked structured value is in Python: Complex, Matrix, Vector, DataFrame and Series become
 * `complex`, numpy arrays and pandas objects; other types stay dicts. Throws `BAD_VALUE` for rows of
 * different lengths.
 */
export function structuredToNative(value: Structured): PyValue {
  switch (value.get('type')) {
    case 'Complex':
      return new PyComplex(Number(value.get('real')), Number(value.get('imag')));
    case 'Vector': {
      const elements = list(value.get('value')).map(element);
      return arrayOf(elements, [elements.length]);
    }
    case 'Matrix': {
      const rows = list(value.get('value')).map(list);
      return arrayOf(rows.flat().map(element), [rows.length, widthOf(rows, rows[0]?.length ?? 0)]);
    }
    case 'DataFrame':
      return toDataFrame(list(value.get('table')).map(list), list(value.get('columns')));
    case 'Series':
      return toSeries(list(value.get('value')), value.get('name') ?? null);
    default:
      return value;
  }
}

/** The structured value of a Python value: the other direction of {@link structuredToNative}. Throws `BAD_VALUE`. */
export function nativeToStructured(name: string, value: PyValue): Structured {
  if (value instanceof PyComplex) return structured('Complex', { real: value.re, imag: value.im });
  if (value instanceof NdArray && value.shape.length === 1) {
    return structured('Vector', { value: arrayElements(value) });
  }
  if (value instanceof NdArray && value.shape.length === 2)
    return structured('Matrix', { value: rowsOf(value) });
  if (value instanceof DataFrame) return fromDataFrame(value);
  if (value instanceof Series) return structured('Series', { value: columnOf(value.data), name: value.name });
  const dict = asStructured(value);
  if (!dict) throw workspaceError('BAD_VALUE', `${name} has no structured form`, { name });
  return dict;
}

function structured(type: string, fields: Readonly<Record<string, PyValue>>): Structured {
  return new Map([['type', type], ...Object.entries(fields)]);
}

function element(value: PyValue): PyValue {
  return value instanceof Map ? structuredToNative(value) : value;
}

function list(value: PyValue | undefined): PyValue[] {
  return Array.isArray(value) ? value : [];
}

function widthOf(rows: readonly (readonly PyValue[])[], width: number): number {
  for (const [index, row] of rows.entries()) {
    if (row.length === width) continue;
    throw workspaceError('BAD_VALUE', `row ${index} has ${row.length} elements where ${width} are due`);
  }
  return width;
}

function rowsOf(array: NdArray): PyValue[][] {
  const [rows = 0, width = 0] = array.shape;
  const elements = arrayElements(array);
  return Array.from({ length: rows }, (_, row) => elements.slice(row * width, (row + 1) * width));
}

function toDataFrame(rows: readonly (readonly PyValue[])[], columns: readonly PyValue[]): DataFrame {
  widthOf(rows, columns.length);
  const frame = new DataFrame();
  frame.data = columns.map((_, column) => columnArray(rows.map((row) => row[column] ?? null)));
  frame.columns = new PandasIndex('Index', objectArray(columns), null);
  frame.index = new RangeIndex(0, rows.length, 1, null);
  return frame;
}

function toSeries(values: readonly PyValue[], name: PyValue): Series {
  const series = new Series();
  series.data = columnArray(values);
  series.index = new RangeIndex(0, values.length, 1, null);
  series.name = name;
  return series;
}

function columnArray(values: readonly PyValue[]): NdArray {
  return arrayOf(values, [values.length]);
}

function fromDataFrame(frame: DataFrame): Structured {
  const columns = frame.data.map(columnOf);
  const names = frame.columns instanceof PandasIndex ? columnOf(frame.columns.data).map(String) : [];
  if (names.length !== columns.length) {
    throw workspaceError('BAD_VALUE', 'the columns of the DataFrame have no plain names');
  }
  const table = (columns[0] ?? []).map((_, row) => columns.map((column) => column[row] ?? null));
  return structured('DataFrame', { table, columns: names });
}

function columnOf(values: PyValue): PyValue[] {
  if (values instanceof NdArray)
    return arrayElements(values).map((one) => (one instanceof NumpyScalar ? (one.valueOf() ?? null) : one));
  throw workspaceError(
    'BAD_VALUE',
    'a column is held in an extension array of pandas, which has no structured form',
  );
}
