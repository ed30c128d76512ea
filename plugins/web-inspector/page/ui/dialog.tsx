import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Button } from './button.tsx';

/** What a dialog is given. */
export interface DialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** What the button says that does it; without one there is only a button to close. */
  readonly action?: string;
  readonly danger?: boolean;
  /** Whether what was entered can be used. */
  readonly ready?: boolean;
  /** It was confirmed: by the button, or by Enter in a field. Closing is the caller's matter. */
  readonly onAction?: () => void;
  /** It was left: by the button, or by Escape. */
  readonly onClose: () => void;
}

/** A modal dialog, open as long as it is rendered; the browser keeps the focus in it and gives it back. */
export function Dialog({
  title,
  children,
  action,
  danger = false,
  ready = true,
  onAction,
  onClose,
}: DialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const act = (): void => {
    if (ready) onAction?.();
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    act();
  };
  const cancel = (event: Event): void => {
    event.preventDefault();
    onClose();
  };
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={heading} onCancel={cancel}>
      <form method="dialog" onSubmit={submit}>
        <h2 id={heading}>{title}</h2>
        {children}
        <div class="dialog-buttons">
          <Button label={action === undefined ? 'Close' : 'Cancel'} onClick={onClose} />
          {action !== undefined && (
            <Button label={action} kind={danger ? 'danger' : 'primary'} disabled={!ready} onClick={act} />
          )}
        </div>
      </form>
    </dialog>
  );
}
