import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Colour,
  contrast,
  formatColour,
  parseColour,
} from '../../plugins/web-inspector/page/theme/colour.ts';
import { createPalette, type Palette } from '../../plugins/web-inspector/page/theme/palette.ts';
import { applyTheme, chooseTheme } from '../../plugins/web-inspector/page/theme/theme.ts';
import { fc } from '../property.ts';
import { testSeed } from '../seed.ts';

const TEXTS: readonly (keyof Palette)[] = ['text', 'faded', 'accent', 'danger', 'warning', 'success'];
const BACKGROUNDS: readonly (keyof Palette)[] = [
  'background',
  'surface',
  'field',
  'hover',
  'selected',
  'changed',
];

const channel = fc.integer({ min: 0, max: 255 });
const colour = fc.tuple(channel, channel, channel);

function read(text: string): Colour {
  const found = parseColour(text);
  assert.ok(found, `${text} is a colour`);
  return found;
}

test('every text stands out from every background, whatever the two colours are', () => {
  fc.assert(
    fc.property(colour, colour, (background, margin) => {
      const palette = createPalette({ background, margin });
      for (const text of TEXTS) {
        for (const behind of BACKGROUNDS) {
          const ratio = contrast(read(palette[text]), read(palette[behind]));
          assert.ok(ratio >= 4.5, `${text} on ${behind}: ${ratio}`);
        }
      }
      assert.ok(contrast(read(palette['on-accent']), read(palette.accent)) >= 4.5);
      for (const behind of BACKGROUNDS)
        assert.ok(contrast(read(palette.outline), read(palette[behind])) >= 3, `outline on ${behind}`);
    }),
    { seed: testSeed(), numRuns: 300 },
  );
});

test('the chosen background and margin are taken as they are', () => {
  const palette = createPalette({ background: [0x80, 0x80, 0x80], margin: [1, 2, 3] });
  assert.equal(palette.background, '#808080');
  assert.equal(palette.border, '#010203');
});

test('settings decide; where they say nothing, the system does', () => {
  assert.equal(chooseTheme({}, false).scheme, 'light');
  assert.equal(chooseTheme({}, true).scheme, 'dark');
  assert.equal(chooseTheme({ theme: 'Fusion' }, true).scheme, 'dark');
  assert.equal(chooseTheme({ theme: 'Light' }, true).scheme, 'light');
  assert.equal(chooseTheme({ theme: 'QDarkStyle' }, false).scheme, 'dark');
  assert.equal(chooseTheme({ main_theme: '#101010' }, false).scheme, 'dark');
  assert.equal(chooseTheme({ main_theme: '#FEFEFE', theme: 'dark' }, true).colours.background, '#fefefe');
  assert.equal(chooseTheme({ main_theme: 'url(x)' }, false).colours.background, '#f7f7f7');
});

test('a theme is put on as custom properties', () => {
  const set = new Map<string, string>();
  const theme = chooseTheme({ main_theme: '#123456' }, false);
  applyTheme({ setProperty: (name, value) => void set.set(name, value) }, theme);
  assert.equal(set.get('color-scheme'), 'dark');
  assert.equal(set.get('--background'), '#123456');
  assert.equal(set.size, Object.keys(theme.colours).length + 1);
});

test('colours are read and written', () => {
  assert.equal(formatColour(read('#0aB1fF')), '#0ab1ff');
  for (const text of ['', '#fff', 'red', '#12345g', '#1234567']) assert.equal(parseColour(text), undefined);
  assert.equal(Math.round(contrast([0, 0, 0], [255, 255, 255])), 21);
});
