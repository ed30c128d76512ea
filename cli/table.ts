import { styleText } from 'node:util';

type Row = readonly string[];

/** Lines of columns, each as wide as its widest cell. */
export function formatColumns(rows: readonly Row[]): string {
  return pad(rows).join('\n');
}

/** Columns under a heading, which is bold where colours are taken. */
export function formatTable(heading: Row, rows: readonly Row[], colour: boolean): string {
  const [first = '', ...others] = pad([heading.map((cell) => cell.toUpperCase()), ...rows]);
  return [colour ? styleText('bold', first) : first, ...others].join('\n');
}

function pad(rows: readonly Row[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
