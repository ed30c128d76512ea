import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { cliReference } from '../../scripts/cli-reference.ts';

test('the reference of the command line is that of the commands: scripts/cli-reference.ts writes it', () => {
  assert.equal(readFileSync('docs/reference/cli.md', 'utf8'), cliReference());
});
