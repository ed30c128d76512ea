import { deleteVariables, travel } from './actions.ts';
import { listed } from './listed.ts';
import { openDialog } from './open-dialog.ts';
import { markedNames, selected, toggleMark } from './selection.ts';

/** Rows that a page key moves by. */
const PAGE_ROWS = 15;

/** How far each key moves in the table. */
const MOVES: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -PAGE_ROWS,
  PageDown: PAGE_ROWS,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** Does what a key means in the table; false when it means nothing there. */
export function pressKey({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  const name = selected.value;
  const move = MOVES[key];
  if (move !== undefined) moveBy(move);
  else if (name === undefined) return false;
  else if (key === ' ') toggleMark(name);
  else if (key === 'Escape') selected.value = undefined;
  else if (key === 'F2') openDialog.value = { kind: 'rename', name };
  else if (key === 'Delete') {
    void deleteVariables(markedNames.value.length > 0 ? markedNames.value : [name]);
  } else if ((ctrlKey || metaKey) && key.toLowerCase() === 'z') void travel(shiftKey ? 'redo' : 'undo', name);
  else if ((ctrlKey || metaKey) && key.toLowerCase() === 'y') void travel('redo', name);
  else return false;
  return true;
}

function moveBy(rows: number): void {
  const entries = listed.value;
  const at = entries.findIndex(([name]) => name === selected.value);
  const from = at < 0 && rows > 0 ? -1 : Math.max(at, 0);
  const to = Math.max(0, Math.min(entries.length - 1, from + rows));
  selected.value = entries[to]?.[0] ?? selected.value;
}
