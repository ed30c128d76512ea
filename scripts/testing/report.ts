import type { FileOutcome } from './file-outcome.ts';

/** The line of a file that is done. */
export function fileLine(outcome: FileOutcome): string {
  const { file, tests, failures, seconds, succeeded, end } = outcome;
  const failed = failures.length > 0 ? `, ${failures.length} failed` : '';
  const ended = end === undefined ? '' : `, ${end}`;
  return `${succeeded ? 'ok    ' : 'FAILED'} ${file}  ${tests} tests${failed}${ended}  ${seconds.toFixed(1)} s`;
}

/** What is told at the end: each failure in full, what the files that failed printed last, and the totals. */
export function finalReport(outcomes: readonly FileOutcome[], seconds: number): string {
  const failed = outcomes.filter(({ succeeded }) => !succeeded);
  return [...failed.flatMap(describe), totals(outcomes, seconds), ...failed.map(fileLine), ''].join('\n');
}

function describe(outcome: FileOutcome): string[] {
  const { file, failures, end, running, notes, output } = outcome;
  const lines = failures.flatMap(({ name, error }) => [
    `FAILED ${file}: ${name.join(' > ')}`,
    indent(error),
    '',
  ]);
  if (end !== undefined) {
    lines.push(`FAILED ${file}: ${end}`);
    if (running.length > 0) lines.push(indent(`It was in: ${running.join(', ')}`));
    lines.push('');
  }
  if (notes.length > 0) lines.push(`Notes on ${file}:`, indent(notes.join('\n')), '');
  if (output.trim() !== '') lines.push(`The last that ${file} printed:`, indent(output.trimEnd()), '');
  return lines;
}

/** The line of how many files and tests there were, and how many failed. */
export function totals(outcomes: readonly FileOutcome[], seconds: number): string {
  const sum = (count: (outcome: FileOutcome) => number): number =>
    outcomes.reduce((total, outcome) => total + count(outcome), 0);
  const parts = [
    `${outcomes.length} files`,
    `${sum(({ tests }) => tests)} tests`,
    `${sum(({ failures }) => failures.length)} failed`,
    `${sum(({ skipped }) => skipped)} skipped`,
    `${outcomes.filter(({ end }) => end !== undefined).length} files ended badly`,
  ];
  return `${parts.join(', ')}, in ${seconds.toFixed(0)} s`;
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
