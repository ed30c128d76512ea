// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot show a window of a million rows.
import type { JSX } from 'preact';
import { type NumberFormat, showCell } from './cell.ts';
import type { GridTile } from './grid-source.ts';
import type { Place } from './move-cell.ts';

/** What a row of a grid is given. */
export interface GridRowProps {
  /** Ids of cells begin with it. */
  readonly id: string;
  readonly row: number;
  /** Pixels from the top of the window. */
  readonly top: number;
  /** The columns that are seen. */
  readonly columns: readonly number[];
  /** Pixels from the left of the window to a column. */
  readonly x: (column: number) => number;
  /** Pixels of a column. */
  readonly width: number;
  readonly tileOf: (place: Place) => GridTile | undefined;
  readonly format: NumberFormat;
  /** The column of the cell that has the keyboard, when it is in this row. */
  readonly active: number | undefined;
  readonly choose: (column: number) => void;
}

/** A row: its label, and the cells that are seen. What has not been read yet is an ellipsis. */
export function GridRow(props: GridRowProps): JSX.Element {
  const { id, row, top, columns, x, width, tileOf, format, active, choose } = props;
  const [first = 0] = columns;
  return (
    <div class="grid-row" role="row" tabIndex={-1} aria-rowindex={row + 2} style={{ top }}>
      <div class="grid-label" role="rowheader" tabIndex={-1} aria-colindex={1}>
        {tileOf({ row, column: first })?.rowLabel(row) ?? '…'}
      </div>
      {columns.map((column) => {
        const cell = tileOf({ row, column })?.cell(row, column);
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the grid moves by the keyboard.
          <div
            key={column}
            id={`${id}-${row}-${column}`}
            class={`grid-cell cell-${cell?.kind ?? 'unread'}`}
            role="gridcell"
            tabIndex={-1}
            aria-colindex={column + 2}
            aria-selected={active === column}
            style={{ left: x(column), width }}
            onClick={() => choose(column)}
          >
            {cell ? showCell(cell, format) : '…'}
          </div>
        );
      })}
    </div>
  );
}
