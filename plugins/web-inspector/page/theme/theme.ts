import { BLACK, inkFor, parseColour } from './colour.ts';
import { type Base, createPalette, type Palette } from './palette.ts';

/** What the host's settings say of colours; what is absent has its default. */
export interface ThemeSettings {
  /** The style's name; one with `dark` or `light` in it decides between the two. */
  readonly theme?: string;
  /** The background, `#RRGGBB`. */
  readonly main_theme?: string;
  /** Margins and borders, `#RRGGBB`. */
  readonly margin_theme?: string;
}

/** A theme as it is applied: to the page, and to what is shown in it. */
export interface Theme {
  readonly scheme: 'light' | 'dark';
  readonly colours: Palette;
}

const BASES: Readonly<Record<Theme['scheme'], Base>> = {
  light: { background: [0xf7, 0xf7, 0xf7], margin: [0xda, 0xda, 0xda] },
  dark: { background: [0x1b, 0x1c, 0x1e], margin: [0x4a, 0x4e, 0x55] },
};

/** The theme that the settings ask for; where they say nothing, that of the user's system. */
export function chooseTheme(settings: ThemeSettings, prefersDark: boolean): Theme {
  const named = /dark|light/i.exec(settings.theme ?? '')?.[0].toLowerCase();
  const base = BASES[(named ?? (prefersDark ? 'dark' : 'light')) as Theme['scheme']];
  const background = parseColour(settings.main_theme ?? '') ?? base.background;
  const margin = parseColour(settings.margin_theme ?? '') ?? base.margin;
  const scheme = inkFor(background) === BLACK ? 'light' : 'dark';
  return { scheme, colours: createPalette({ background, margin }) };
}

/** A theme whose colours have any names. */
interface AnyTheme {
  readonly scheme: string;
  readonly colours: Readonly<Record<string, string>>;
}

/** The style of an element, as far as a theme needs it. */
interface Style {
  setProperty(name: string, value: string): void;
}

/** Puts a theme on an element: its colours as custom properties, and the scheme for the browser's own controls. */
export function applyTheme(style: Style, { scheme, colours }: AnyTheme): void {
  style.setProperty('color-scheme', scheme);
  for (const [name, colour] of Object.entries(colours)) style.setProperty(`--${name}`, colour);
}
