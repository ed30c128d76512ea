/**
 * Prints what becomes of the corpus of pickles: `node --import tsx scripts/corpus-table.ts [--fresh] [--why]`.
 *
 * Rows are groups of objects, columns outcomes. `--fresh` has this machine's Python make the corpus anew, `--why` lists what
 * was not decoded exactly.
 */
import {
  type CorpusResult,
  freshCorpus,
  frozenCorpus,
  type Outcome,
  runCorpus,
} from '../test/codec/corpus-run.ts';

const OUTCOMES: readonly Outcome[] = ['exact', 'placeholder', 'refused', 'wrong'];

function print(
  title: string,
  results: readonly CorpusResult[],
  keyOf: (result: CorpusResult) => string,
): void {
  const rows = new Map<string, CorpusResult[]>();
  for (const result of results) rows.set(keyOf(result), [...(rows.get(keyOf(result)) ?? []), result]);
  const width = Math.max(...[...rows.keys()].map((key) => key.length), title.length);
  process.stdout.write(
    `\n${title.padEnd(width)}  pickles  ${OUTCOMES.map((o) => o.padStart(11)).join('')}   share\n`,
  );
  for (const [key, row] of [...rows, ['all', results] as const]) {
    const counts = OUTCOMES.map((outcome) => row.filter((result) => result.outcome === outcome).length);
    const share = `${((100 * (counts[0] ?? 0)) / row.length).toFixed(1)} %`;
    const cells = counts.map((count) => String(count).padStart(11)).join('');
    process.stdout.write(
      `${key.padEnd(width)}  ${String(row.length).padStart(7)}  ${cells} ${share.padStart(8)}\n`,
    );
  }
}

const results = runCorpus(process.argv.includes('--fresh') ? freshCorpus() : frozenCorpus());
print('group of objects', results, (result) => result.group);
print('library', results, (result) => result.library);
if (process.argv.includes('--why')) {
  for (const { outcome, library, protocol, expression, reason } of results) {
    if (outcome !== 'exact') {
      process.stdout.write(`${outcome} (${library}, protocol ${protocol}) ${expression}: ${reason}\n`);
    }
  }
}
process.exitCode = results.some((result) => result.outcome === 'wrong') ? 1 : 0;
