import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LONG_COMMANDS } from '../long/commands.ts';
import { GUARANTEES } from './index.ts';
import { GUARANTEES_FILE, guaranteesPage } from './page.ts';
import { titlesOf } from './titles.ts';

/** Helpers of the commands, and what runs them. */
const NO_COMMANDS = new Set(['commands.ts', 'figures.ts', 'index.ts']);

test('every guarantee is there once, and every test that it names is there', () => {
  const ids = GUARANTEES.map(({ id }) => id);
  const numbers = (letter: string, last: number) =>
    Array.from({ length: last }, (_, at) => `${letter}${at + 1}`);
  assert.deepEqual(ids, [...numbers('S', 11), ...numbers('L', 6), ...numbers('R', 11)]);
  const missing = GUARANTEES.flatMap(({ id, shownBy }) =>
    Object.entries(shownBy).flatMap(([file, titles]) => {
      const found = existsSync(file) ? titlesOf(file) : new Set<string>();
      return titles.filter((title) => !found.has(title)).map((title) => `${id} ${file}: ${title}`);
    }),
  );
  assert.deepEqual(missing, []);
  const unshown = GUARANTEES.filter(({ shownBy, open }) => Object.keys(shownBy).length === 0 && !open);
  assert.deepEqual(unshown, []);
});

test('every long command is in the table, is about a guarantee, and has its file', () => {
  const ids = new Set<string>(GUARANTEES.map(({ id }) => id));
  for (const { name, ids: about, file } of LONG_COMMANDS) {
    assert.ok(about.length > 0 && about.every((id) => ids.has(id)), name);
    assert.ok(existsSync(file), file);
  }
  const listed = new Set(LONG_COMMANDS.map(({ file }) => file));
  const left = readdirSync('test/long')
    .filter((file) => file.endsWith('.ts') && !NO_COMMANDS.has(file))
    .filter((file) => !listed.has(`test/long/${file}`));
  assert.deepEqual(left, []);
});

test('the page of the reference says what the table says', () => {
  assert.equal(
    readFileSync(GUARANTEES_FILE, 'utf8'),
    guaranteesPage(),
    'run node --import tsx scripts/guarantees.ts',
  );
});
