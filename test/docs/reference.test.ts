import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { referenceFiles } from '../../scripts/reference.ts';

test('the generated reference says what the schemas and the error tables say', () => {
  for (const [file, text] of referenceFiles()) {
    assert.equal(
      readFileSync(file, 'utf8'),
      text,
      `run node --import tsx scripts/generate-reference.ts: ${file}`,
    );
  }
});
