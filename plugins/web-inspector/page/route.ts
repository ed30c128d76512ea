import { type ReadonlySignal, signal } from '@preact/signals';

/** The views of the page. */
export const VIEWS = ['variables', 'recycle-bin', 'settings', 'plugins'] as const;
export type View = (typeof VIEWS)[number];

const current = signal(viewIn(location.hash));
addEventListener('hashchange', () => {
  current.value = viewIn(location.hash);
});

/** The view that is shown: the address's part behind `#/`. */
export const view: ReadonlySignal<View> = current;

/** The address of a view, for a link. */
export function hrefOf(to: View): string {
  return `#/${to}`;
}

function viewIn(hash: string): View {
  return VIEWS.find((name) => hash === hrefOf(name)) ?? 'variables';
}
