import { DataFrame, MaskedArray, NdArray, type PyValue, Series } from 'headframe/client/browser';
import { arrayCells } from '../grid/array-cells.ts';
import type { Cell } from '../grid/cell.ts';
import { columnCells, masked } from '../grid/column-cells.ts';

/** The numbers of a part of a value: of a table its first column, of an array all in row-major order. NaN for what is none. */
export function partNumbers(part: PyValue, length: number): Float64Array {
  const cells = cellsOf(part);
  return Float64Array.from({ length }, (_, index) => cellNumber(cells(index)));
}

function cellsOf(part: PyValue): (index: number) => Cell {
  if (part instanceof DataFrame) return columnCells(part.data[0] ?? null);
  if (part instanceof Series) return columnCells(part.data);
  if (part instanceof MaskedArray) return masked(part.data, part.mask, '--');
  if (part instanceof NdArray) return arrayCells(part);
  throw new Error('the value is no array or table any more');
}

/** A cell as a number; NaN for what is none. */
export function cellNumber({ kind, text, float }: Cell): number {
  if (float !== undefined) return float;
  if (kind === 'number') return Number(text);
  if (text === 'True') return 1;
  return text === 'False' ? 0 : Number.NaN;
}
