/** A cell by its row and column. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** What limits a move. */
export interface Bounds {
  readonly rows: number;
  readonly columns: number;
  /** Rows of a page. */
  readonly page: number;
}

/** What a move takes of a key event. */
export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Where a key leads from a cell, as in the grid pattern of WAI-ARIA; nothing for other keys. */
export function moveCell(
  { key, ctrlKey, metaKey }: Key,
  { row, column }: Place,
  bounds: Bounds,
): Place | undefined {
  const { rows, columns, page } = bounds;
  const last = { row: rows - 1, column: columns - 1 };
  const far = ctrlKey || metaKey;
  const moved = (place: Place): Place => ({
    row: Math.max(0, Math.min(last.row, place.row)),
    column: Math.max(0, Math.min(last.column, place.column)),
  });
  switch (key) {
    case 'ArrowDown':
      return moved({ row: far ? last.row : row + 1, column });
    case 'ArrowUp':
      return moved({ row: far ? 0 : row - 1, column });
    case 'ArrowRight':
      return moved({ row, column: far ? last.column : column + 1 });
    case 'ArrowLeft':
      return moved({ row, column: far ? 0 : column - 1 });
    case 'PageDown':
      return moved({ row: row + page, column });
    case 'PageUp':
      return moved({ row: row - page, column });
    case 'Home':
      return moved({ row: far ? 0 : row, column: 0 });
    case 'End':
      return moved({ row: far ? last.row : row, column: last.column });
    default:
      return undefined;
  }
}
