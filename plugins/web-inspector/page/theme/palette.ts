import { BLACK, type Colour, contrast, formatColour, inkFor, mix, WHITE } from './colour.ts';

/** The colours that a page is drawn in, by the name of their CSS custom property without its dashes. */
export type Palette = {
  readonly background: string;
  /** Cards, heads and dialogs. */
  readonly surface: string;
  /** Inside of inputs, and of tables. */
  readonly field: string;
  readonly text: string;
  /** Less important text. */
  readonly faded: string;
  readonly border: string;
  /** Around what can be operated: 3 to 1 against all backgrounds. */
  readonly outline: string;
  readonly hover: string;
  readonly selected: string;
  /** Behind what has just changed. */
  readonly changed: string;
  readonly accent: string;
  /** On top of `accent`. */
  readonly 'on-accent': string;
  readonly danger: string;
  readonly warning: string;
  readonly success: string;
};

/** What a palette is made from. */
export interface Base {
  readonly background: Colour;
  /** Margins and borders. */
  readonly margin: Colour;
}

/** WCAG 2.1 AA: for text, and for the edges of controls. */
const TEXT_RATIO = 4.5;
const EDGE_RATIO = 3;
const STEPS = 40;

const BLUE: Colour = [37, 116, 214];
const RED: Colour = [217, 48, 37];
const AMBER: Colour = [176, 120, 0];
const GREEN: Colour = [30, 142, 62];
const YELLOW: Colour = [255, 200, 40];

/**
 * Makes a palette from two colours, so that every text has a contrast of at least 4.5 to 1 on every
 * background of it, whatever the two are.
 */
export function createPalette({ background, margin }: Base): Palette {
  const ink = inkFor(background);
  const tint = (colour: Colour, share: number): Colour => legible(background, colour, share, ink);
  const isLight = ink === BLACK;
  const surface = isLight ? mix(background, WHITE, 0.5) : tint(WHITE, 0.05);
  const field = mix(background, isLight ? WHITE : BLACK, isLight ? 1 : 0.25);
  const hover = tint(ink, isLight ? 0.06 : 0.1);
  const selected = tint(BLUE, isLight ? 0.2 : 0.35);
  const changed = tint(YELLOW, isLight ? 0.3 : 0.2);
  const backgrounds = [background, surface, field, hover, selected, changed];
  const readable = (colour: Colour, ratio: number): Colour => towards(colour, ink, ratio, backgrounds);
  const accent = readable(BLUE, TEXT_RATIO);
  const palette = {
    background,
    surface,
    field,
    text: readable(mix(background, ink, 0.88), TEXT_RATIO),
    faded: readable(mix(background, ink, 0.6), TEXT_RATIO),
    border: margin,
    outline: readable(mix(background, ink, 0.45), EDGE_RATIO),
    hover,
    selected,
    changed,
    accent,
    'on-accent': inkFor(accent),
    danger: readable(RED, TEXT_RATIO),
    warning: readable(AMBER, TEXT_RATIO),
    success: readable(GREEN, TEXT_RATIO),
  } satisfies Record<keyof Palette, Colour>;
  return Object.fromEntries(
    Object.entries(palette).map(([name, colour]) => [name, formatColour(colour)]),
  ) as unknown as Palette;
}

/** A background with some of a colour in it: as much as leaves the ink legible. */
function legible(background: Colour, colour: Colour, share: number, ink: Colour): Colour {
  for (let step = STEPS; step > 0; step -= 1) {
    const tinted = mix(background, colour, (share * step) / STEPS);
    if (contrast(tinted, ink) >= TEXT_RATIO) return tinted;
  }
  return background;
}

/** The colour nearest to a given one, on the way to the ink, that stands out from all backgrounds. */
function towards(colour: Colour, ink: Colour, ratio: number, backgrounds: readonly Colour[]): Colour {
  for (let step = 0; step < STEPS; step += 1) {
    const mixed = mix(colour, ink, step / STEPS);
    if (backgrounds.every((one) => contrast(one, mixed) >= ratio)) return mixed;
  }
  return ink;
}
