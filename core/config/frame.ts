/** A line and a column, both from 1; columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly col: number;
}

/** A part of a text. */
export interface Range {
  readonly offset: number;
  readonly length: number;
}

const LINE_END = /\r\n|\n|\r/g;
const WIDTH = 100;

/** Where the lines of a text begin. */
export function lineStarts(text: string): number[] {
  return [0, ...Array.from(text.matchAll(LINE_END), (match) => match.index + match[0].length)];
}

/** The line and column of an offset. */
export function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, col: offset - (starts[low] ?? 0) + 1 };
}

/** The range of the lines that {@link codeFrame} shows. */
export function frameRange(text: string, starts: readonly number[], line: number): Range {
  const offset = starts[Math.max(0, line - 2)] ?? 0;
  return { offset, length: (starts[line + 1] ?? text.length) - offset };
}

/** A text of the same length and lines, with dots for what stands in the ranges. */
export function hide(text: string, ranges: Iterable<Range>): string {
  const parts: string[] = [];
  let end = 0;
  for (const { offset, length } of ranges) {
    parts.push(text.slice(end, offset), text.slice(offset, offset + length).replace(/[^\r\n]/g, '•'));
    end = offset + length;
  }
  return parts.join('') + text.slice(end);
}

/** The line at fault, the one before and the one after, with numbers, and a caret below the column. Long lines are cut. */
export function codeFrame(text: string, starts: readonly number[], { line, col }: Position): string {
  const from = col > WIDTH - 20 ? col - WIDTH / 2 : 1;
  const last = Math.min(line + 1, starts.length);
  const gutter = String(last).length;
  const rows: string[] = [];
  for (let number = Math.max(1, line - 1); number <= last; number += 1) {
    const content = text.slice(starts[number - 1], starts[number] ?? text.length).replace(/[\r\n]+$/, '');
    const cut = content.slice(from - 1, from - 1 + WIDTH);
    rows.push(`${number === line ? '>' : ' '} ${String(number).padStart(gutter)} | ${cut}`.trimEnd());
    if (number === line) {
      const indent = content.slice(from - 1, col - 1).replace(/[^\t]/g, ' ');
      rows.push(`  ${' '.repeat(gutter)} | ${indent}^`);
    }
  }
  return rows.join('\n');
}
