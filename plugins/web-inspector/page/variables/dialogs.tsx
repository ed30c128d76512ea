import type { JSX } from 'preact';
import { CreateDialog } from './create-dialog.tsx';
import { NameDialog } from './name-dialog.tsx';
import { openDialog } from './open-dialog.ts';

/** The dialog about variables that is open, if one is. */
export function VariableDialogs(): JSX.Element | null {
  const dialog = openDialog.value;
  const close = (): void => {
    openDialog.value = undefined;
  };
  if (!dialog) return null;
  if (dialog.kind === 'create') return <CreateDialog onClose={close} />;
  return <NameDialog {...dialog} onClose={close} />;
}
