import type { JSX } from 'preact';
import { COLUMNS } from './columns.ts';
import { listed, listing } from './listed.ts';
import { sortedBy } from './listing.ts';
import { marked } from './selection.ts';

/** The heads of the table's columns: a click sorts. */
export function HeadRow(): JSX.Element {
  const { sort, isDescending } = listing.value;
  const rows = listed.value;
  const areAllMarked = rows.length > 0 && rows.every(([name]) => marked.value.has(name));
  const markAll = (): void => {
    marked.value = new Set(areAllMarked ? [] : rows.map(([name]) => name));
  };
  return (
    <div role="row" class="row head" aria-rowindex={1}>
      <span role="columnheader" aria-colindex={1}>
        <input
          type="checkbox"
          checked={areAllMarked}
          aria-label="Mark all that are listed"
          onChange={markAll}
        />
      </span>
      {COLUMNS.map(({ id, title, isNumber }, column) => (
        <span
          key={id}
          role="columnheader"
          aria-colindex={column + 2}
          class={isNumber ? `number column-${id}` : `column-${id}`}
          aria-sort={id !== sort ? 'none' : isDescending ? 'descending' : 'ascending'}
        >
          <button
            type="button"
            class="sort"
            onClick={() => {
              listing.value = sortedBy(listing.value, id);
            }}
          >
            {title}
            <span aria-hidden="true">{id !== sort ? '' : isDescending ? ' ▾' : ' ▴'}</span>
          </button>
        </span>
      ))}
    </div>
  );
}
