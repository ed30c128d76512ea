import type { Range } from 'headframe/client/browser';
import { type Axes, rangesOf } from '../grid/axes.ts';
import type { ValueForm } from '../kinds.ts';
import { rangeOf, type Sample } from './sample.ts';

/** What can be drawn of a value: how many rows and columns, and what to ask for. */
export interface PlotSource {
  readonly rows: number;
  readonly columns: number;
  /** Whether an answer has the columns of a row one after the other. */
  readonly rowsFirst: boolean;
  ranges(rows: Sample, columns: Sample): readonly Range[];
}

/** The source of a table, a series, or an array as its axes are chosen. */
export function plotSource(form: ValueForm, shape: readonly number[], axes: Axes): PlotSource {
  const [first = 0, second = 1] = shape;
  if (form === 'table') {
    return {
      rows: first,
      columns: second,
      rowsFirst: true,
      ranges: (rows, columns) => [rangeOf(rows), rangeOf(columns)],
    };
  }
  if (shape.length < 2) {
    return { rows: first, columns: 1, rowsFirst: true, ranges: (rows) => [rangeOf(rows)] };
  }
  const column = axes.column ?? 0;
  return {
    rows: shape[axes.row] ?? 0,
    columns: shape[column] ?? 0,
    rowsFirst: axes.row < column,
    ranges: (rows, columns) => rangesOf(axes, rangeOf(rows), rangeOf(columns)),
  };
}
