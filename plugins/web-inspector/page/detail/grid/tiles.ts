/** Rows and columns of a tile: what one request asks for. A request may have 200 × 50. */
export const TILE_ROWS = 100;
export const TILE_COLUMNS = 25;

/** A part of a grid: rows from `row` without `rowEnd`, columns likewise. */
export interface Area {
  readonly row: number;
  readonly rowEnd: number;
  readonly column: number;
  readonly columnEnd: number;
}

/** The tiles that cover what is seen of a grid of so many rows and columns. */
export function tilesOf(seen: Area, rows: number, columns: number): Area[] {
  const tiles: Area[] = [];
  if (seen.rowEnd <= seen.row || seen.columnEnd <= seen.column) return tiles;
  for (let row = down(seen.row, TILE_ROWS); row < Math.min(rows, seen.rowEnd); row += TILE_ROWS) {
    for (
      let column = down(seen.column, TILE_COLUMNS);
      column < Math.min(columns, seen.columnEnd);
      column += TILE_COLUMNS
    ) {
      tiles.push(tileAt(row, column, rows, columns));
    }
  }
  return tiles;
}

/** The tile that has a cell. */
export function tileAt(row: number, column: number, rows: number, columns: number): Area {
  const top = down(row, TILE_ROWS);
  const left = down(column, TILE_COLUMNS);
  return {
    row: top,
    rowEnd: Math.min(rows, top + TILE_ROWS),
    column: left,
    columnEnd: Math.min(columns, left + TILE_COLUMNS),
  };
}

/** Tells tiles apart. */
export function keyOf({ row, column }: Pick<Area, 'row' | 'column'>): string {
  return `${row}:${column}`;
}

function down(place: number, size: number): number {
  return place - (place % size);
}
