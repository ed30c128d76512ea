import { HeadframeError, messageOf } from '../core/index.ts';

/** An error as a person reads it: what happened, where, and what to do. No stack for a coded error. */
export function formatError(error: unknown): string {
  if (!(error instanceof HeadframeError))
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const fix = error.fix ? `\n  ${error.fix}` : '';
  return `${error.code}: ${messageOf(error)}${fix}`;
}

/** Lines of columns, each as wide as its widest cell. */
export function formatColumns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
