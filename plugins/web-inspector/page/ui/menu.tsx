import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

/** An entry of a menu. */
export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
  readonly disabled?: boolean;
  readonly danger?: boolean;
}

/** A button that opens a menu: arrows move in it, Escape and a click elsewhere close it. */
export function Menu({ label, items }: { label: string; items: readonly MenuItem[] }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!isOpen) return;
    focusItem(root.current, 0);
    const leave = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, [isOpen]);
  const close = (): void => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  const keys = (event: KeyboardEvent): void => {
    if (!isOpen) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown') focusItem(root.current, 1);
    else if (event.key === 'ArrowUp') focusItem(root.current, -1);
    else if (event.key === 'Tab') setOpen(false);
    if (event.key === 'Tab') return;
    event.stopPropagation();
    if (event.key.startsWith('Arrow')) event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what has the focus is the button or an item in it.
    <div class="menu" ref={root} onKeyDown={keys}>
      <button
        type="button"
        class="button button-plain"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {label}
      </button>
      {isOpen && (
        <div id={id} class="menu-items" role="menu" aria-label={label}>
          {items.map(({ label: text, run, disabled = false, danger = false }) => (
            <button
              key={text}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class={danger ? 'menu-item danger' : 'menu-item'}
              disabled={disabled}
              onClick={() => {
                close();
                run();
              }}
            >
              {text}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** Moves the focus by so many entries, around the ends; 0: to the first. */
function focusItem(root: HTMLElement | null, by: number): void {
  const items = [...(root?.querySelectorAll<HTMLElement>('[role=menuitem]:enabled') ?? [])];
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[by === 0 ? 0 : (at + by + items.length) % items.length]?.focus();
}
