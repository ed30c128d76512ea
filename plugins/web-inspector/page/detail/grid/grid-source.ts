import type { Range } from 'headframe/client/browser';
import { DataFrame, MaskedArray, NdArray, PyByteArray, type PyValue, Series } from 'headframe/client/browser';
import { arrayCells } from './array-cells.ts';
import { type Axes, rangesOf } from './axes.ts';
import { type Cell, textCell } from './cell.ts';
import { columnCells, dtypeName, labelCells, masked } from './column-cells.ts';
import type { Area } from './tiles.ts';

/** What is written above a column. */
export interface ColumnHead {
  readonly label: string;
  readonly dtype: string;
}

/** A part of a grid that has been read. Rows and columns count from the beginning of the whole. */
export interface GridTile {
  cell(row: number, column: number): Cell;
  rowLabel(row: number): string;
  head(column: number): ColumnHead;
}

/** A value as a grid: how large it is, what to ask for, and what an answer says. */
export interface GridSource {
  readonly rows: number;
  readonly columns: number;
  /** Pixels of a column; 120 unless given. */
  readonly columnWidth?: number;
  ranges(area: Area): readonly Range[];
  tile(area: Area, part: PyValue): GridTile;
}

/** Bytes in a row, and pixels of one. */
const BYTES = 16;
const BYTE_WIDTH = 36;

/** A DataFrame of a shape. */
export function tableSource([rows = 0, columns = 0]: readonly number[]): GridSource {
  return {
    rows,
    columns,
    ranges: ({ row, rowEnd, column, columnEnd }) => [
      [row, rowEnd],
      [column, columnEnd],
    ],
    tile: ({ row: first, column: left }, part) => {
      if (!(part instanceof DataFrame)) throw notAPart('table');
      const cells = part.data.map(columnCells);
      const [labels, names] = [labelCells(part.index), labelCells(part.columns)];
      return {
        cell: (row, column) => cells[column - left]?.(row - first) ?? textCell(''),
        rowLabel: (row) => labels(row - first).text,
        head: (column) => ({
          label: names(column - left).text,
          dtype: dtypeName(part.data[column - left] ?? null),
        }),
      };
    },
  };
}

/** A Series of a length. */
export function seriesSource([rows = 0]: readonly number[]): GridSource {
  return {
    rows,
    columns: 1,
    ranges: ({ row, rowEnd }) => [[row, rowEnd]],
    tile: ({ row: first }, part) => {
      if (!(part instanceof Series)) throw notAPart('series');
      const [cells, labels] = [columnCells(part.data), labelCells(part.index)];
      const head = { label: part.name === null ? 'value' : String(part.name), dtype: dtypeName(part.data) };
      return {
        cell: (row) => cells(row - first),
        rowLabel: (row) => labels(row - first).text,
        head: () => head,
      };
    },
  };
}

/** An array of any dimension from 1 on, as it is cut. */
export function arraySource(shape: readonly number[], axes: Axes): GridSource {
  const [rows, columns] = [shape[axes.row] ?? 0, axes.column === undefined ? 1 : (shape[axes.column] ?? 0)];
  return {
    rows,
    columns,
    ranges: ({ row, rowEnd, column, columnEnd }) => rangesOf(axes, [row, rowEnd], [column, columnEnd]),
    tile: ({ row: first, rowEnd, column: left, columnEnd }, part) => {
      const { cells, dtype } = partCells(part);
      const rowsLast = axes.column !== undefined && axes.row > axes.column;
      const [down, across] = rowsLast ? [1, rowEnd - first] : [columnEnd - left, 1];
      return {
        cell: (row, column) => cells((row - first) * down + (column - left) * across),
        rowLabel: String,
        head: (column) => ({ label: axes.column === undefined ? 'value' : String(column), dtype }),
      };
    },
  };
}

/** So many bytes, in hexadecimal. */
export function bytesSource(length: number): GridSource {
  return {
    rows: Math.ceil(length / BYTES),
    columns: BYTES,
    columnWidth: BYTE_WIDTH,
    ranges: ({ row, rowEnd }) => [[row * BYTES, rowEnd * BYTES]],
    tile: ({ row: first }, part) => {
      const bytes = part instanceof PyByteArray ? part.bytes : part;
      if (!(bytes instanceof Uint8Array)) throw notAPart('bytes');
      return {
        cell: (row, column) => {
          const byte = bytes[(row - first) * BYTES + column];
          return textCell(byte === undefined ? '' : hex(byte, 2));
        },
        rowLabel: (row) => hex(row * BYTES, 8),
        head: (column) => ({ label: hex(column, 1), dtype: '' }),
      };
    },
  };
}

function partCells(part: PyValue): { cells: (index: number) => Cell; dtype: string } {
  if (part instanceof NdArray) return { cells: arrayCells(part), dtype: part.dtype.name };
  if (!(part instanceof MaskedArray)) throw notAPart('array');
  return { cells: masked(part.data, part.mask, '--'), dtype: part.data.dtype.name };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** The value has become something else between two requests; a change that is told renews all. */
function notAPart(kind: string): Error {
  return new Error(`the value is no ${kind} any more`);
}
