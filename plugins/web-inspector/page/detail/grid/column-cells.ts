import {
  BackedArray,
  Categorical,
  IntervalIndex,
  MultiIndex,
  NdArray,
  NullableArray,
  NumpyDtype,
  PandasIndex,
  type PyValue,
  RangeIndex,
} from 'headframe/client/browser';
import { arrayCells } from './array-cells.ts';
import { type Cell, integerCell, missing, textCell } from './cell.ts';

type Cells = (index: number) => Cell;

/** The elements of what holds a column. */
export function columnCells(values: PyValue): Cells {
  if (values instanceof NdArray) return arrayCells(values);
  if (values instanceof BackedArray)
    return isZoned(values) ? inUtc(values.values) : arrayCells(values.values);
  if (values instanceof NullableArray && values.data && values.mask) {
    return masked(values.data, values.mask, '<NA>');
  }
  if (!(values instanceof Categorical)) return () => textCell('?');
  const names = labelCells(values.categories);
  const codes = values.codes.values ?? [];
  return (index) => {
    const code = Number(codes[index] ?? -1);
    return code < 0 ? missing('NaN') : names(code);
  };
}

/** An array's elements, but for those that a mask hides. */
export function masked(data: NdArray, mask: NdArray, hidden: string): Cells {
  const cells = arrayCells(data);
  const hides = mask.values ?? [];
  return (index) => (hides[index] ? missing(hidden) : cells(index));
}

/** The labels of an index. */
export function labelCells(index: PyValue): Cells {
  if (index instanceof RangeIndex) {
    const [start, step] = [Number(index.start), Number(index.step)];
    return (place) => integerCell(start + place * step);
  }
  if (index instanceof PandasIndex) return columnCells(index.data);
  if (index instanceof MultiIndex) {
    const levels = index.levels.map(labelCells);
    const codes = index.codes.map((one) => (one instanceof NdArray ? (one.values ?? []) : []));
    const at = (level: number, place: number): string => {
      const code = Number(codes[level]?.[place] ?? -1);
      return code < 0 ? 'NaN' : (levels[level]?.(code).text ?? '');
    };
    return (place) => textCell(levels.map((_, level) => at(level, place)).join(', '));
  }
  if (!(index instanceof IntervalIndex)) return integerCell;
  const [left, right] = [labelCells(index.left), labelCells(index.right)];
  const open = index.closed === 'left' || index.closed === 'both' ? '[' : '(';
  const close = index.closed === 'right' || index.closed === 'both' ? ']' : ')';
  return (place) => textCell(`${open}${left(place).text}, ${right(place).text}${close}`);
}

/** pandas' name for what a column holds. */
export function dtypeName(values: PyValue): string {
  if (values instanceof NdArray) return values.dtype.name;
  if (values instanceof Categorical) return 'category';
  if (values instanceof NullableArray && values.data) {
    const { name } = values.data.dtype;
    return name === 'bool'
      ? 'boolean'
      : name.replace(/^u/, 'U').replace(/^(U?)([a-z])/, (_, u, first) => u + first.toUpperCase());
  }
  if (!(values instanceof BackedArray)) return '';
  if (isZoned(values)) return 'datetime64, UTC';
  return values.type === 'PeriodArray' || values.type === 'StringArray'
    ? values.type.replace('Array', '').toLowerCase()
    : values.values.dtype.name;
}

/** Whether the times have a zone; they are kept in UTC all the same. */
function isZoned({ type, dtype }: BackedArray): boolean {
  return type === 'DatetimeArray' && !(dtype instanceof NumpyDtype);
}

function inUtc(values: NdArray): Cells {
  const cells = arrayCells(values);
  return (index) => {
    const cell = cells(index);
    return cell.kind === 'missing' ? cell : textCell(`${cell.text}Z`);
  };
}
