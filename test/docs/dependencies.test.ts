import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const page = readFileSync('docs/dependencies.md', 'utf8');

/** The packages that the tables below a heading name. */
function listed(heading: string): string[] {
  const [, section = ''] = page.split(`## ${heading}\n`);
  const rows = (section.split('\n## ')[0] ?? '').matchAll(/^\| ([^|]+?) \|/gm);
  return [...rows]
    .flatMap(([, cell = '']) => cell.replace(' (optional)', '').split(', '))
    .filter((name) => name !== 'package' && name !== '---')
    .sort();
}

test('each dependency at run time has its line, and no other package has', () => {
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  assert.deepEqual(
    listed('Of the host and the clients'),
    Object.keys({ ...dependencies, ...optionalDependencies }).sort(),
  );
});
