import type { JSX } from 'preact';
import type { GridSource, GridTile } from './grid-source.ts';
import type { Place } from './move-cell.ts';
import type { Area } from './tiles.ts';

/** Longer texts are cut. */
const MAX_TEXT = 500;

/** What a status line is given. */
export interface StatusLineProps {
  readonly place: Place;
  readonly source: GridSource;
  /** The tile of the cell, when it has been read. */
  readonly tile: GridTile | undefined;
  readonly seen: Area;
}

/** Which rows are seen, and all of the chosen cell. */
export function StatusLine({ place, source, tile, seen }: StatusLineProps): JSX.Element {
  const { rows, columns } = source;
  const text = tile?.cell(place.row, place.column).text ?? '…';
  const label = tile ? `${tile.rowLabel(place.row)}, ${tile.head(place.column).label}` : '';
  return (
    <p class="grid-status">
      <output class="grid-chosen" aria-label="Chosen cell">
        {label} = {text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text}
      </output>
      <span class="grid-seen">
        rows {number(seen.row)}–{number(seen.rowEnd - 1)} of {number(rows)}, {number(columns)}{' '}
        {columns === 1 ? 'column' : 'columns'}
      </span>
    </p>
  );
}

function number(value: number): string {
  return value.toLocaleString('en');
}
