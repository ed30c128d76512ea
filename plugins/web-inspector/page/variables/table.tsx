import type { ComponentChildren, JSX } from 'preact';
import { VirtualList } from '../ui/virtual-list.tsx';
import { COLUMNS } from './columns.ts';
import { HeadRow } from './head-row.tsx';
import { listed } from './listed.ts';
import type { Entry } from './listing.ts';
import { isLoaded } from './live.ts';
import { Row, rowId } from './row.tsx';
import { selected } from './selection.ts';
import { pressKey } from './table-keys.ts';

/** Pixels; variables.css says the same. */
const ROW_HEIGHT = 28;

/** The table of variables: arrows move in it, a click on a head sorts. */
export function VariableTable(): JSX.Element {
  const entries = listed.value;
  const current = entries.findIndex(([name]) => name === selected.value);
  const active = entries[current]?.[0];
  const keys = (event: KeyboardEvent): void => {
    if (event.target === event.currentTarget && pressKey(event)) event.preventDefault();
  };
  return (
    <>
      <VirtualList
        count={entries.length}
        rowHeight={ROW_HEIGHT}
        row={(index, top, slot) => rowAt(entries, index, top, slot)}
        current={current < 0 ? undefined : current}
        role="rowgroup"
        class="table"
        head={
          <div role="rowgroup" class="table-head">
            <HeadRow />
          </div>
        }
        headHeight={ROW_HEIGHT}
        viewport={{
          role: 'grid',
          'aria-label': 'Variables',
          'aria-rowcount': entries.length + 1,
          'aria-colcount': COLUMNS.length + 1,
          'aria-activedescendant': active === undefined ? undefined : rowId(active),
          tabIndex: 0,
          onKeyDown: keys,
        }}
      />
      {isLoaded.value && entries.length === 0 && <p class="nothing">No variable is listed.</p>}
    </>
  );
}

function rowAt(entries: readonly Entry[], index: number, top: number, slot: number): ComponentChildren {
  const entry = entries[index];
  return entry && <Row key={slot} name={entry[0]} metadata={entry[1]} index={index} top={top} />;
}
