import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findImports, findRooms } from './rooms.ts';

const drawing = readFileSync('docs/images/architecture.svg', 'utf8');

function drawn(attribute: string): string[] {
  const found = drawing.matchAll(new RegExp(`\\b${attribute}="([^"]+)"`, 'g'));
  return [...found].map(([, value = '']) => value).sort();
}

test('the boxes of the drawing are the folders', () => {
  assert.deepEqual(drawn('data-folder'), findRooms());
});

test('its arrows are the imports from one room to another', () => {
  assert.deepEqual(drawn('data-import'), findImports());
});

test('the page has a line for every box', () => {
  const page = readFileSync('docs/explanation/architecture.md', 'utf8');
  const missing = drawn('data-folder').filter(
    (folder) => !['plugins', 'clients'].includes(folder) && !page.includes(`\`${folder}/\``),
  );
  assert.deepEqual(missing, []);
});
