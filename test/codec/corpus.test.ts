import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CorpusResult, freshCorpus, frozenCorpus, runCorpus } from './corpus-run.ts';

/** Objects of these groups are not data: placeholders are what is wanted. */
const NOT_DATA = new Set(['classes and functions', 'cloudpickle']);

function told(results: readonly CorpusResult[]): string[] {
  return results.map((r) => `${r.outcome} ${r.library} protocol ${r.protocol} ${r.expression}: ${r.reason}`);
}

test('the corpus comes back from TypeScript and from typed JSON', async (t) => {
  const frozen = frozenCorpus();
  const all = runCorpus([...frozen, ...freshCorpus()]);
  for (const [name, results] of [
    ['the frozen corpus', all.slice(0, frozen.length)],
    ["the corpus of this machine's Python", all.slice(frozen.length)],
  ] as const) {
    const data = results.filter((result) => !NOT_DATA.has(result.group));
    const others = results.filter((result) => NOT_DATA.has(result.group));

    await t.test(`${name} is not a small one`, () => {
      assert.ok(new Set(results.map((result) => result.expression)).size >= 200);
      assert.deepEqual([...new Set(results.map((result) => result.protocol))], [0, 1, 2, 3, 4, 5]);
    });
    await t.test(`${name}: nothing comes back as something else`, () => {
      assert.deepEqual(told(results.filter((result) => result.outcome === 'wrong')), []);
    });
    await t.test(`${name}: all that is data comes back exactly`, () => {
      assert.deepEqual(told(data.filter((result) => result.outcome !== 'exact')), []);
    });
    await t.test(`${name}: classes and functions are placeholders, never refused`, () => {
      assert.deepEqual(told(others.filter((result) => result.outcome === 'refused')), []);
    });
  }
});
