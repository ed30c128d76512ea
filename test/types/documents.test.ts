import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder, writeFiles } from '../core/plugins.ts';
import { filesOf, PLUGIN_PAGES, readPage } from '../docs/files.ts';
import { typeErrors } from './compile.ts';

const DOM = ['es2023', 'esnext.disposable', 'dom', 'dom.iterable'].map((name) => `lib.${name}.d.ts`);

/** A folder whose modules are ECMAScript's, as a plugin's are. */
function pluginsFolder(t: TestContext): string {
  const folder = temporaryFolder(t);
  writeFiles(folder, { 'package.json': '{ "type": "module" }' });
  return folder;
}

test('the plugins of the how-to pages type-check', (t) => {
  const folder = pluginsFolder(t);
  const modules = PLUGIN_PAGES.flatMap((name) => {
    const files = filesOf(readPage(name));
    writeFiles(join(folder, name), files);
    const found = Object.keys(files).filter((file) => file.endsWith('.ts'));
    assert.ok(found.includes('main.ts'), name);
    return found.map((file) => join(folder, name, file));
  });
  assert.deepEqual(typeErrors(modules, { rootDir: '/', noUnusedLocals: false }), []);
});

test('the widget of its how-to page type-checks, with what a browser has', (t) => {
  const folder = pluginsFolder(t);
  writeFiles(folder, filesOf(readPage('widget')));
  const modules = ['main.ts', 'panel.ts'].map((name) => join(folder, name));
  assert.deepEqual(typeErrors(modules, { rootDir: '/', lib: DOM }), []);
});
