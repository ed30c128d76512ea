import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { referencePages } from '../../scripts/reference/pages.ts';
import { compile } from './compile.ts';

const API = 'docs/reference/api/';

test('the generated reference says what schemas, tables, registries and docstrings say', async (t) => {
  const pages = await referencePages(compile);
  for (const [file, text] of pages) {
    await t.test(file, () => {
      const hint = `${file} is out of date: npm run reference writes it`;
      assert.ok(readFileSync(file, 'utf8') === text, hint);
    });
  }
  await t.test('no page is left of a door that there is no more', () => {
    const written = [...pages.keys()].filter((file) => file.startsWith(API));
    assert.deepEqual(readdirSync(API).sort(), written.map((file) => file.slice(API.length)).sort());
  });
});
