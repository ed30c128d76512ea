import type { JSX } from 'preact';
import { VariableDialogs } from './dialogs.tsx';
import { VariableTable } from './table.tsx';
import { Toolbar } from './toolbar.tsx';

/** The variables: a table, and beside it the details of the one that is selected. */
export function VariablesPage(): JSX.Element {
  return (
    <div class="variables">
      <Toolbar />
      <div class="split">
        <div class="list-pane">
          <VariableTable />
        </div>
      </div>
      <VariableDialogs />
    </div>
  );
}
