import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findDisagreements, type Release } from '../../scripts/release-agreement.ts';
import { readRelease } from '../../scripts/release-check.ts';

const RELEASED = '# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-01-31\n\n### Fixed\n\n- It.\n';
const GOOD: Release = { version: '1.2.0', pythonVersion: '1.2.0', changelog: RELEASED, tags: ['v1.2.0'] };

const CASES: readonly [what: string, change: Partial<Release>, found: readonly string[]][] = [
  ['all agrees', {}, []],
  ['a commit without a tag, and what it will be', { tags: [] }, []],
  [
    'another version of the Python package',
    { pythonVersion: '1.1.0' },
    ['package.json says 1.2.0, the Python package 1.1.0'],
  ],
  ['another tag', { tags: ['v1.3.0', 'nightly'] }, ['the tag is v1.3.0, the version 1.2.0']],
  ['a release without a date', { changelog: RELEASED.replace(' - 2026-01-31', '') }, ['[1.2.0] has no date']],
  [
    'entries that were left behind',
    { changelog: RELEASED.replace('[Unreleased]\n', '[Unreleased]\n\n- More.\n') },
    ['the changelog still has entries under [Unreleased]'],
  ],
  [
    'a release of which nothing is said',
    { changelog: RELEASED.replace('- It.', '') },
    ['[1.2.0] says nothing'],
  ],
  [
    'a part that Keep a Changelog does not know',
    { changelog: RELEASED.replace('Fixed', 'Mended') },
    ['[1.2.0] has a part Mended, which there is not'],
  ],
  [
    'a tag without its section',
    { changelog: '# Changelog\n\n## [Unreleased]\n' },
    ['the changelog has no section [1.2.0]'],
  ],
];

for (const [what, change, found] of CASES) {
  test(`before a release: ${what}`, () => {
    assert.deepEqual(findDisagreements({ ...GOOD, ...change }), found);
  });
}

test('what is checked out agrees', () => {
  assert.deepEqual(findDisagreements(readRelease()), []);
});

test('issue forms ask for what doctor finds', () => {
  for (const form of ['bug', 'feature']) {
    const text = readFileSync(`.github/ISSUE_TEMPLATE/${form}.yml`, 'utf8');
    assert.match(text, /label: What `headframe doctor --json` prints\n/, form);
  }
});
