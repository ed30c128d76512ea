import { CodecError } from '../errors.ts';
import type { PyValue } from '../pickle/values.ts';
import { dtypeFromText } from '../pickle/values-dtype.ts';
import { NdArray } from '../pickle/values-numpy.ts';
import { DataFrame, PandasIndex, RangeIndex } from '../pickle/values-pandas.ts';

const INTEGER = /^[+-]?\d{1,18}$/;
const FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^[+-]?inf$|^nan$/i;
const TRUTH: ReadonlyMap<string, number> = new Map([
  ['True', 1],
  ['true', 1],
  ['False', 0],
  ['false', 0],
]);

/**
 * The pandas DataFrame of rows of text, the first of which has the names of the columns. A column is of
 * int64, float64 (an empty cell is NaN), bool or object (an empty cell is None), the first of these that
 * holds all its cells. Throws `BAD_FILE` for rows of different lengths.
 */
export function frameOf([names = [], ...rows]: readonly (readonly string[])[]): DataFrame {
  for (const [index, row] of rows.entries()) {
    if (row.length === names.length) continue;
    throw new CodecError(
      'BAD_FILE',
      `row ${index + 1} has ${row.length} cells where ${names.length} columns are named`,
    );
  }
  const frame = new DataFrame();
  frame.data = names.map((_, column) => columnOf(rows.map((row) => row[column] ?? '')));
  frame.columns = new PandasIndex('Index', objects(names), null);
  frame.index = new RangeIndex(0, rows.length, 1, null);
  return frame;
}

function columnOf(cells: readonly string[]): NdArray {
  if (cells.length > 0 && cells.every((cell) => INTEGER.test(cell))) {
    return numbers(
      '<i8',
      cells.length,
      BigInt64Array.from(cells, (cell) => BigInt(cell)),
    );
  }
  const isFloat = cells.some((cell) => cell !== '') && cells.every((cell) => cell === '' || FLOAT.test(cell));
  if (isFloat) return numbers('<f8', cells.length, Float64Array.from(cells, floatOf));
  if (cells.length > 0 && cells.every((cell) => TRUTH.has(cell))) {
    return numbers(
      '|b1',
      cells.length,
      Uint8Array.from(cells, (cell) => TRUTH.get(cell) ?? 0),
    );
  }
  return objects(cells.map((cell) => (cell === '' ? null : cell)));
}

function floatOf(cell: string): number {
  if (cell === '' || /nan/i.test(cell)) return Number.NaN;
  return /inf/i.test(cell) ? (cell.startsWith('-') ? -1 : 1) * Number.POSITIVE_INFINITY : Number(cell);
}

function numbers(dtype: string, length: number, { buffer }: { readonly buffer: ArrayBuffer }): NdArray {
  return new NdArray(plainDtype(dtype), [length], new Uint8Array(buffer));
}

function objects(items: readonly PyValue[]): NdArray {
  const array = new NdArray(plainDtype('|O'), [items.length], new Uint8Array(0));
  array.items = items;
  return array;
}

function plainDtype(text: string) {
  const dtype = dtypeFromText(text);
  if (!dtype) throw new Error(`numpy has no dtype ${text}`);
  return dtype;
}
