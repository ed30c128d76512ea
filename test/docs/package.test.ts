import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packHeadframe } from './packed.ts';

/** The package is ESM only: neither `require` before Node 20.19 nor a resolver without `exports` finds it. */
const NOT_SUPPORTED = new Set(['node10', 'node16-cjs']);
const DOORS = [
  '.',
  './client',
  './client/browser',
  './codec',
  './framed',
  './package.json',
  './settings',
  './socket-server',
  './testing',
  './widget',
  './workspace',
];

test('the packed package is what its package.json says, and its types are those of its modules', async (t) => {
  const tarball = new Uint8Array(readFileSync(await packHeadframe()));

  await t.test('publint has nothing to say, not even a suggestion', async () => {
    const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer } });
    assert.equal(pkg?.name, 'headframe');
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });

  await t.test('Are the Types Wrong? finds all doors with types and without a problem', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(tarball));
    assert.ok(analysis.types !== false, 'the package has no types');
    assert.deepEqual(Object.keys(analysis.entrypoints).sort(), DOORS);
    const problems = analysis.problems.filter(
      (problem) => !('resolutionKind' in problem && NOT_SUPPORTED.has(problem.resolutionKind)),
    );
    assert.deepEqual(problems, []);
  });
});
