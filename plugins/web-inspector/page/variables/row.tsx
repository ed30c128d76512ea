import type { Metadata } from 'headframe/client/browser';
import type { JSX } from 'preact';
import { COLUMNS } from './columns.ts';
import { changedAt } from './live.ts';
import { marked, selected, toggleMark } from './selection.ts';
import { useDescribed } from './use-described.ts';

/** A row that has changed within so many milliseconds flashes. */
const FLASH_MS = 1000;

/** A variable in the table. `index`: its place in the list, from 0; `top`: pixels. */
export function Row({
  name,
  metadata,
  index,
  top,
}: {
  readonly name: string;
  readonly metadata: Metadata;
  readonly index: number;
  readonly top: number;
}): JSX.Element {
  useDescribed(name, metadata);
  const isMarked = marked.value.has(name);
  const isSelected = selected.value === name;
  const isNew = performance.now() - (changedAt.get(name) ?? Number.NEGATIVE_INFINITY) < FLASH_MS;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid, which has the focus, takes the keys.
    <div
      id={rowId(name)}
      role="row"
      class={isSelected ? 'row selected' : 'row'}
      style={{ top }}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      onClick={() => {
        selected.value = name;
      }}
    >
      {isNew && <span key={metadata.revision} class="flash" role="presentation" />}
      <span role="gridcell" aria-colindex={1}>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={isMarked}
          aria-label={`Mark ${name}`}
          onClick={(event) => event.stopPropagation()}
          onChange={() => toggleMark(name)}
        />
      </span>
      {COLUMNS.map(({ id, text, isNumber }, column) => (
        <span
          key={id}
          role="gridcell"
          aria-colindex={column + 2}
          class={isNumber ? `cell number column-${id}` : `cell column-${id}`}
        >
          {text(name, metadata)}
        </span>
      ))}
    </div>
  );
}

/** The id of a variable's row in the document: names may have any letters. */
export function rowId(name: string): string {
  return `row-${encodeURIComponent(name)}`;
}
