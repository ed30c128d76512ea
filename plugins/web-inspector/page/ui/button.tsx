import type { ComponentChildren, JSX } from 'preact';

/** What a button is given. */
export interface ButtonProps {
  /** What it says, or what is read out when it has `children`. */
  readonly label: string;
  readonly onClick: () => void;
  readonly children?: ComponentChildren;
  /** `primary`: what one most likely wants; `danger`: what destroys. */
  readonly kind?: 'plain' | 'primary' | 'danger';
  readonly disabled?: boolean;
  /** For a button that is on or off. */
  readonly pressed?: boolean;
  /** A longer explanation, shown when the pointer rests on it. */
  readonly title?: string;
}

/** A button that never submits a form. */
export function Button({
  label,
  onClick,
  children,
  kind = 'plain',
  disabled = false,
  pressed,
  title,
}: ButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class={`button button-${kind}`}
      onClick={onClick}
      disabled={disabled}
      title={title}
      aria-pressed={pressed}
      aria-label={children === undefined ? undefined : label}
    >
      {children ?? label}
    </button>
  );
}
