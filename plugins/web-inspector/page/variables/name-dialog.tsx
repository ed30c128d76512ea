import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog } from '../ui/dialog.tsx';
import { duplicateVariable, renameVariable } from './actions.ts';
import { NameField, nameProblem } from './name-field.tsx';

/** Asks for the other name of a variable, or for that of its copy. */
export function NameDialog({
  kind,
  name,
  onClose,
}: {
  readonly kind: 'rename' | 'duplicate';
  readonly name: string;
  readonly onClose: () => void;
}): JSX.Element {
  const [other, setOther] = useState(kind === 'rename' ? name : `${name}_copy`);
  const [title, action, change] =
    kind === 'rename'
      ? ([`Rename ${name}`, 'Rename', renameVariable] as const)
      : ([`Duplicate ${name}`, 'Duplicate', duplicateVariable] as const);
  const act = async (): Promise<void> => {
    if (await change(name, other)) onClose();
  };
  return (
    <Dialog
      title={title}
      action={action}
      ready={nameProblem(other) === undefined}
      onAction={() => void act()}
      onClose={onClose}
    >
      <NameField value={other} onChange={setOther} />
    </Dialog>
  );
}
