/**
 * All benchmarks in one run, into the page of the reference: `npm run bench [-- OPTIONS]`.
 *
 *     --quick           one short turn of a part, printed instead of kept: shows that all of it runs
 *     --only NAME,…     only these sections: small, peers, large, durability, codec, startup, host
 *     --output FILE     another file than docs/reference/performance.md
 *
 * A full run takes about an hour; nothing else should run on the machine. What is not installed is left out and named;
 * `scripts/setup-bench.sh` installs it. Exits with 1 when a benchmark could not be run to its end.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.ts';
import { performancePage } from './performance-page.ts';
import { type Outcome, runBenchmark } from './run-benchmark.ts';
import { SECTIONS, type Section } from './sections.ts';

const PAGE = 'docs/reference/performance.md';

const { values } = parseArgs({
  options: { quick: { type: 'boolean' }, only: { type: 'string' }, output: { type: 'string' } },
});
const isQuick = values.quick ?? false;
const only = values.only?.split(',');
const unknown = only?.filter((name) => !SECTIONS.some((section) => section.name === name)) ?? [];
if (unknown.length > 0) throw new Error(`there is no section ${unknown.join(', ')}`);

const machine = describeMachine();
const sections: { section: Section; outcomes: Outcome[] }[] = [];
for (const section of SECTIONS) {
  if (only && !only.includes(section.name)) continue;
  const outcomes: Outcome[] = [];
  for (const run of section.runs) {
    const began = performance.now();
    const outcome = await runBenchmark(run, isQuick);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    process.stderr.write(`${outcome.file}: ${summaryOf(outcome)}, ${seconds} s\n`);
    if (outcome.trouble !== undefined) process.exitCode = 1;
    outcomes.push(outcome);
  }
  sections.push({ section, outcomes });
}
const page = performancePage({ machine, isQuick, sections });
const output = values.output ?? (isQuick ? undefined : PAGE);
if (output === undefined) process.stdout.write(page);
else writeFileSync(output, page);

function summaryOf({ findings, missing, trouble }: Outcome): string {
  const missed = findings.filter(({ ratio, goal }) => goal !== undefined && ratio < goal).length;
  const parts = [`${findings.length} lines, ${missed} goals missed`];
  for (const one of missing) parts.push(`${one.missing} is missing (${one.install})`);
  if (trouble !== undefined) parts.push(trouble);
  return parts.join('; ');
}
