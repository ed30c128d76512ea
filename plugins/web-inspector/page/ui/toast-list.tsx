import type { JSX } from 'preact';
import { Button } from './button.tsx';
import { dropToast, type Toast, toasts } from './toasts.ts';

/** The notices, read out as they come. */
export function ToastList(): JSX.Element {
  return (
    <div class="toasts" role="log" aria-label="Notices" aria-live="polite">
      {toasts.value.map((toast) => (
        <ToastView key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastView({ toast }: { toast: Toast }): JSX.Element {
  const close = (): void => dropToast(toast.id);
  if ('error' in toast) {
    const { code, message, remedy } = toast.error;
    return (
      <div class="toast toast-error" role="alert">
        <div>
          <strong>{code}</strong> {message}
          {remedy && <p>{remedy}</p>}
        </div>
        <Button label="Dismiss" onClick={close} />
      </div>
    );
  }
  const { text, action } = toast;
  const act = (): void => {
    close();
    action?.run();
  };
  return (
    <div class="toast">
      <div>{text}</div>
      {action && <Button label={action.label} onClick={act} />}
      <Button label="Dismiss" onClick={close} />
    </div>
  );
}
