import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findBrokenLinks, findDocuments, findReachable } from './links.ts';

test('every link between the documents leads to a file and a heading that are there', () => {
  const broken = findDocuments().flatMap((document) =>
    findBrokenLinks(document, readFileSync(document, 'utf8')),
  );
  assert.deepEqual(broken, []);
});

test('a link to nowhere is found, be it a file, a heading or a picture', () => {
  const text =
    'See [this](nowhere.md), [that](differences.md#plugins), [there](#gone), `[not](me)`. <img src="no.png">\n';
  assert.deepEqual(findBrokenLinks('docs/README.md', text), [
    'docs/README.md: nowhere.md: there is no docs/nowhere.md',
    'docs/README.md: #gone: docs/README.md has no such heading',
    'docs/README.md: no.png: there is no docs/no.png',
  ]);
});

test('the first page of the documentation leads to every page', () => {
  const reached = findReachable('docs/README.md');
  assert.deepEqual(
    findDocuments().filter((document) => !reached.has(document) && document !== 'clients/python/README.md'),
    [],
  );
});
