import type { JSX } from 'preact';
import { Detail } from '../detail/detail.tsx';
import { VariableDialogs } from './dialogs.tsx';
import { variables } from './live.ts';
import { selected } from './selection.ts';
import { VariableTable } from './table.tsx';
import { Toolbar } from './toolbar.tsx';

/** The variables: a table, and beside it the details of the one that is selected. */
export function VariablesPage(): JSX.Element {
  const name = selected.value;
  const isShown = name !== undefined && variables.value.has(name);
  return (
    <div class="variables">
      <Toolbar />
      <div class={isShown ? 'split with-detail' : 'split'}>
        <div class="list-pane">
          <VariableTable />
        </div>
        {isShown && (
          <aside class="detail-pane" aria-label="Details">
            <Detail name={name} />
          </aside>
        )}
      </div>
      <VariableDialogs />
    </div>
  );
}
