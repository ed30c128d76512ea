import { type Signal, signal } from '@preact/signals';
import type { DeletedEntry } from 'headframe/client/browser';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { client, run, state } from '../connection.ts';
import { hrefOf } from '../route.ts';
import { Button } from '../ui/button.tsx';
import { formatBytes, formatTime } from '../ui/format.ts';
import { VirtualList } from '../ui/virtual-list.tsx';
import { restoreVariables } from './actions.ts';
import { variables } from './live.ts';

/** Pixels; variables.css says the same. */
const ROW_HEIGHT = 28;

/** What is in it, the one deleted last first. */
const entries: Signal<readonly DeletedEntry[]> = signal([]);

async function read(): Promise<void> {
  const found = await run(async () => client.value?.recycleBin());
  if (found) entries.value = [...found].reverse();
}

/** The deleted variables; it is read again when variables come or go. */
export function RecycleBin(): JSX.Element {
  const all = variables.value;
  const isConnected = state.value === 'connected';
  useEffect(() => {
    if (isConnected) void read();
  }, [all, isConnected]);
  const rows = entries.value;
  return (
    <section class="recycle-bin" aria-labelledby="recycle-bin-title">
      <div class="toolbar">
        <h2 id="recycle-bin-title">Recycle bin</h2>
        <span class="counts" role="status">
          {rows.length} deleted variables
        </span>
        <a class="button" href={hrefOf('variables')}>
          Back to the variables
        </a>
      </div>
      <VirtualList
        count={rows.length}
        rowHeight={ROW_HEIGHT}
        row={(index, top, slot) => rows[index] && <Deleted key={slot} entry={rows[index]} top={top} />}
        role="list"
        class="table"
        viewport={{ tabIndex: 0, role: 'region', 'aria-label': 'Deleted variables' }}
      />
    </section>
  );
}

function Deleted({ entry, top }: { readonly entry: DeletedEntry; readonly top: number }): JSX.Element {
  const { index, name, provider, time, size } = entry;
  return (
    <div role="listitem" class="row deleted" style={{ top }}>
      <span class="cell">{name}</span>
      <span class="cell number">{formatBytes(size)}</span>
      <span class="cell">{provider}</span>
      <span class="cell number">{formatTime(time)}</span>
      <Button label="Restore" title={`Restore ${name}`} onClick={() => void restoreVariables([index])} />
    </div>
  );
}
