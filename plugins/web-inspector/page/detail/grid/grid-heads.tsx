// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot show a window of a million rows.
import type { JSX } from 'preact';
import type { ColumnHead } from './grid-source.ts';

/** What the heads of a grid are given. */
export interface GridHeadsProps {
  /** The columns that are seen. */
  readonly columns: readonly number[];
  /** Pixels from the left of the window to a column. */
  readonly x: (column: number) => number;
  /** Pixels of a column. */
  readonly width: number;
  /** Nothing while the column has not been read. */
  readonly headOf: (column: number) => ColumnHead | undefined;
}

/** What stands above the columns: names and dtypes. */
export function GridHeads({ columns, x, width, headOf }: GridHeadsProps): JSX.Element {
  return (
    <div class="grid-heads" role="row" tabIndex={-1} aria-rowindex={1}>
      <div class="grid-corner" role="columnheader" tabIndex={-1} aria-colindex={1}>
        row
      </div>
      {columns.map((column) => {
        const head = headOf(column);
        return (
          <div
            key={column}
            class="grid-head"
            role="columnheader"
            tabIndex={-1}
            aria-colindex={column + 2}
            style={{ left: x(column), width }}
            title={head && `${head.label} ${head.dtype}`}
          >
            <span>{head?.label ?? '…'}</span>
            <small>{head?.dtype}</small>
          </div>
        );
      })}
    </div>
  );
}
