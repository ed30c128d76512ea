import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { run } from '../../connection.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { deleteVariables, travel } from '../../variables/actions.ts';
import { openDialog } from '../../variables/open-dialog.ts';
import type { ViewProps } from '../value-view.tsx';
import { COPY_FORMS, copyAs } from './copy-as.ts';
import { copyText } from './copy-text.ts';
import { download } from './download.ts';
import { formatsOf } from './file-format.ts';

/** What can be done with a variable as a whole. */
export function Actions({ name, metadata }: ViewProps): JSX.Element {
  const file = useRef<HTMLInputElement>(null);
  const { history, revision } = metadata;
  const exported = formatsOf(metadata).map((format) => ({
    label: `Export as ${format.toUpperCase()}`,
    run: () =>
      void run(async () => {
        const { exportValue } = await import('./transfer.ts');
        download(`${name}.${format}`, await exportValue(name, format));
      }),
  }));
  const take = async (given: File): Promise<void> => {
    const { importValue } = await import('./transfer.ts');
    await importValue(name, given, revision);
  };
  return (
    <div class="bar" role="toolbar" aria-label={`Actions on ${name}`}>
      <Button label="Undo" disabled={history.undo === 0} onClick={() => void travel('undo', name)} />
      <Button label="Redo" disabled={history.redo === 0} onClick={() => void travel('redo', name)} />
      <Menu
        label="Variable"
        items={[
          { label: 'Rename…', run: () => show('rename', name) },
          { label: 'Duplicate…', run: () => show('duplicate', name) },
          { label: 'Delete', danger: true, run: () => void deleteVariables([name]) },
        ]}
      />
      <Menu label="File" items={[...exported, { label: 'Import…', run: () => file.current?.click() }]} />
      <Menu
        label="Copy as"
        items={COPY_FORMS.map((form) => ({
          label: form,
          run: () => void copyText(form, copyAs(form, name, location.origin)),
        }))}
      />
      <input
        ref={file}
        type="file"
        class="unseen"
        tabIndex={-1}
        aria-label={`File for ${name}`}
        accept=".json,.csv,.npy"
        onChange={({ currentTarget }) => {
          const [given] = currentTarget.files ?? [];
          if (given) void run(take(given));
          currentTarget.value = '';
        }}
      />
    </div>
  );
}

function show(kind: 'rename' | 'duplicate', name: string): void {
  openDialog.value = { kind, name };
}
