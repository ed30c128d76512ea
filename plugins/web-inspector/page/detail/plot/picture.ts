import { DataFrame, type PyValue } from 'headframe/client/browser';
import { theClient } from '../../connection.ts';
import { columnCells } from '../grid/column-cells.ts';
import { cellNumber, partNumbers } from './part-numbers.ts';
import type { PlotSource } from './plot-source.ts';
import { blocksOf, type Sample, sampleLength, sideSample } from './sample.ts';

/** Numbers of a picture, row by row, and what they are samples of. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly numbers: Float64Array;
  readonly rows: Sample;
  readonly columns: Sample;
}

/** Reads a picture in requests of at most 200 × 50 cells. */
export async function readPicture(name: string, source: PlotSource, signal: AbortSignal): Promise<Picture> {
  const rows = sideSample(source.rows);
  const columns = sideSample(source.columns);
  const [height, width] = [sampleLength(rows), sampleLength(columns)];
  const numbers = new Float64Array(width * height);
  let left = 0;
  for (const block of blocksOf(columns)) {
    const part = await theClient().slice<PyValue>(name, source.ranges(rows, block), { exact: true, signal });
    const wide = sampleLength(block);
    const at = blockNumbers(part, source, height, wide);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < wide; column++) numbers[row * width + left + column] = at(row, column);
    }
    left += wide;
  }
  return { width, height, numbers, rows, columns };
}

function blockNumbers(
  part: PyValue,
  { rowsFirst }: PlotSource,
  height: number,
  width: number,
): (row: number, column: number) => number {
  if (part instanceof DataFrame) {
    const columns = part.data.map(columnCells);
    return (row, column) => {
      const cell = columns[column]?.(row);
      return cell ? cellNumber(cell) : Number.NaN;
    };
  }
  const all = partNumbers(part, height * width);
  return (row, column) => all[rowsFirst ? row * width + column : column * height + row] ?? Number.NaN;
}
