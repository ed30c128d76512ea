/**
 * Breaks the guarantees on purpose, one way at a time, and looks whether the tests notice: `node --import tsx
 * test/long/breaks.ts [ID …]`, where an id is that of a break or of a guarantee. It works in a copy of the
 * checkout, where each test has to pass before anything is broken. Prints what became of each break, keeps those
 * that were found in `breaks.json`, and says in its last line how the whole table stands; exits 1 unless all that
 * were tried were found.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Break, guaranteeOf } from '../guarantees/breaks/break.ts';
import { BREAKS } from '../guarantees/breaks/index.ts';
import { Breaker } from './breaks/breaker.ts';
import { foundOn, noteResult, readFound } from './breaks/results.ts';

/** How kind the runs are to what else the machine does: nice(1). */
const NICENESS = 5;

function chosen(ids: readonly string[]): readonly Break[] {
  const unknown = ids.filter((id) => !BREAKS.some((one) => one.id === id || guaranteeOf(one) === id));
  if (unknown.length > 0) throw new Error(`there is no break ${unknown.join(', ')}`);
  if (ids.length === 0) return BREAKS;
  return BREAKS.filter((one) => ids.includes(one.id) || ids.includes(guaranteeOf(one)));
}

const breaks = chosen(process.argv.slice(2));
setPriority(NICENESS);
const folder = mkdtempSync(join(tmpdir(), 'headframe-breaks-'));
try {
  const breaker = new Breaker(folder, breaks);
  for (const one of breaks) {
    const { found, text } = await breaker.try(one);
    noteResult(one, found);
    if (!found) process.exitCode = 1;
    console.log(`${one.id.padEnd(28)}  ${one.title}\n    ${one.test.file}: ${one.test.title}`);
    console.log(`    ${found ? 'found' : 'NOT FOUND'}: ${text}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const found = readFound();
const missing = BREAKS.filter((one) => foundOn(one, found) === undefined);
const sum = missing.length === 0 ? 'all found' : `${missing.length} not found, or not tried`;
console.log(`${BREAKS.length} breaks of ${new Set(BREAKS.map(guaranteeOf)).size} requirements: ${sum}`);
