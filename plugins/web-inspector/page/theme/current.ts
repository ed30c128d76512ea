import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { settings } from '../settings/store.ts';
import { applyTheme, chooseTheme, type Theme, type ThemeSettings } from './theme.ts';

const KEYS: readonly string[] = ['theme', 'main_theme', 'margin_theme'];

const query = matchMedia('(prefers-color-scheme: dark)');
const prefersDark = signal(query.matches);
query.addEventListener('change', ({ matches }) => {
  prefersDark.value = matches;
});

/** What the host's settings say of colours: a default says nothing. */
const said = computed((): ThemeSettings => {
  const entries = settings.value?.entries ?? [];
  const own = entries.filter(
    ({ plugin, keys, source }) =>
      plugin === 'settings' && KEYS.includes(keys[0] ?? '') && source !== 'default',
  );
  return Object.fromEntries(own.map(({ keys, value }) => [keys[0], value]));
});

/** The theme of the page, as the host's settings and the user's system have it now. */
export const theme: ReadonlySignal<Theme> = computed(() => chooseTheme(said.value, prefersDark.value));

effect(() => applyTheme(document.documentElement.style, theme.value));
