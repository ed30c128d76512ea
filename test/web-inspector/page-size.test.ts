import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { pageOptions } from '../../plugins/web-inspector/page-options.ts';

/** What is loaded before anything is seen, together. */
const FIRST_BYTES = 60 * 1024;

/** The files that a page loads before anything is asked for: those that its entry imports, and theirs. */
function loadedAtFirst({ outputs }: Metafile): Set<string> {
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const { path, kind } of outputs[file]?.imports ?? []) if (kind === 'import-statement') load(path);
  };
  for (const [file, { entryPoint, cssBundle }] of Object.entries(outputs)) {
    if (!entryPoint?.endsWith('page/main.tsx')) continue;
    load(file);
    if (cssBundle) load(cssBundle);
  }
  return loaded;
}

test('a page shows the variables after 60 kB, and asks nobody else for anything', async () => {
  const { metafile, outputFiles } = await build({
    ...pageOptions(resolve('.')),
    metafile: true,
    write: false,
  });
  const first = loadedAtFirst(metafile);
  assert.ok(first.size > 1, [...first].join());
  let bytes = 0;
  for (const { path, contents, text } of outputFiles) {
    if ([...first].some((file) => resolve(file) === path)) bytes += gzipSync(contents).length;
    assert.doesNotMatch(text, /@import|url\((?!['"]?data:)|<script|eval\(|new Function/, path);
  }
  assert.ok(bytes <= FIRST_BYTES, `${bytes} bytes, compressed`);
  const foreign = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.filter((one) => one.external),
  );
  assert.deepEqual(foreign, []);
});

test('the styles of all views stand in one sheet, as those of parts loaded later would be missing', async () => {
  const { metafile } = await build({ ...pageOptions(resolve('.')), metafile: true, write: false });
  const sheets = Object.entries(metafile.outputs).filter(([file]) => file.endsWith('.css'));
  const whole = sheets.find(([file]) => file.endsWith('/page.css'))?.[1];
  const parts = new Set(sheets.flatMap(([, { inputs }]) => Object.keys(inputs)));
  assert.deepEqual(
    [...parts].filter((file) => !whole || !(file in whole.inputs)),
    [],
  );
});
