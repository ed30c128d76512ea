import type { Finding } from './report.ts';
import type { Missing, Outcome } from './run-benchmark.ts';
import type { Section } from './sections.ts';

/** What `bench/run.ts` found. */
export interface Results {
  readonly machine: readonly (readonly [string, string])[];
  readonly isQuick: boolean;
  readonly sections: readonly { readonly section: Section; readonly outcomes: readonly Outcome[] }[];
}

const QUICK =
  '**This was a quick run**, which shows that the benchmarks run: one short turn of a part of them, on a machine that had other work. Its figures say nothing.\n';

/** The page of the reference about performance, as Markdown. */
export function performancePage({ machine, isQuick, sections }: Results): string {
  const facts = machine.map(([what, value]) => `| ${what} | ${value} |\n`).join('');
  const parts = sections.map(({ section, outcomes }) => partOf(section, outcomes));
  return `# Performance

Headframe beside what one would use instead, on the same work; both sides of a comparison in one run, on one machine. Printed by \`npm run bench\`; no comparison stands anywhere in this documentation that this command did not print.
${isQuick ? `\n${QUICK}` : ''}
How to read it: ours and theirs are the medians of turns that were taken one after the other. The *ratio* is above 1 where Headframe is better, be it a rate or a time, and the *span* is from the worst turn to the best. Where a goal is set, it is the least ratio that is wanted. What is measured against a *bound* has no peer: its ratio says how far it keeps below.

| | |
| --- | --- |
${facts}
${parts.join('\n')}`;
}

function partOf({ title, what }: Section, outcomes: readonly Outcome[]): string {
  const findings = outcomes.flatMap((outcome) => outcome.findings.map((finding) => rowOf(outcome, finding)));
  const notes = outcomes.flatMap(({ file, missing, trouble }) => [
    ...missing.map((one) => `- Not measured by \`${file}\`: ${absence(one)}.`),
    ...(trouble === undefined ? [] : [`- \`${file}\` ${trouble}.`]),
  ]);
  const table = findings.length === 0 ? [] : [`${HEAD}${findings.join('')}`];
  const list = notes.length === 0 ? [] : [`${notes.join('\n')}\n`];
  return [`## ${title}\n\n${what}\n`, ...table, ...list].join('\n');
}

const HEAD =
  '| what | ours | theirs | | ratio | span | goal |\n| --- | ---: | ---: | --- | ---: | --- | --- |\n';

function rowOf(
  { file }: Outcome,
  { label, unit, peer, ours, theirs, ratio, low, high, goal }: Finding,
): string {
  const language = file.endsWith('.py') ? 'Python' : 'Node.js';
  const verdict = goal === undefined ? '' : `${number(goal)} ${ratio >= goal ? 'met' : '**missed**'}`;
  const span = low === high ? '' : `${number(low)} – ${number(high)}`;
  const cells = [
    `${label} (${language})`,
    `${number(ours)} ${unit}`,
    `${number(theirs)} ${unit}`,
    peer,
    number(ratio),
    span,
    verdict,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
}

function absence({ missing, install }: Missing): string {
  return `${missing} is not installed; \`${install}\` installs it`;
}

/** Three digits that mean something, thousands grouped. */
function number(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  const rounded = digits === 0 ? Number(value.toPrecision(3)) : value;
  return rounded.toLocaleString('en', {
    minimumFractionDigits: Math.min(digits, 2),
    maximumFractionDigits: Math.min(digits, 4),
  });
}
