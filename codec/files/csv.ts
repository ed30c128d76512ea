import { CodecError } from '../errors.ts';

/** Rows of cells as CSV: RFC 4180, with line feeds. */
export function formatCsv(rows: Iterable<readonly string[]>): string {
  let text = '';
  for (const row of rows) text += `${row.map(quote).join(',')}\n`;
  return text;
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The cells of CSV text; lines may end as they do on any system. Throws `BAD_FILE`, with the line. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let line = 1;
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const [cell, end] = text[at] === '"' ? quotedCell(text, at, line) : plainCell(text, at);
    line += cell.split('\n').length - 1;
    row.push(cell);
    if (text[end] === ',') {
      at = end + 1;
      if (at < text.length) continue;
      row.push('');
    } else if (end < text.length && text[end] !== '\n' && text[end] !== '\r') {
      throw badLine(line, 'text follows a closing quote');
    } else at = end + (text.startsWith('\r\n', end) ? 2 : 1);
    rows.push(row);
    row = [];
    line += 1;
  }
  return rows;
}

function plainCell(text: string, from: number): [string, number] {
  let end = from;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return [text.slice(from, end), end];
}

function quotedCell(text: string, from: number, line: number): [string, number] {
  let end = text.indexOf('"', from + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end < 0) throw badLine(line, 'a quote is not closed');
  return [text.slice(from + 1, end).replaceAll('""', '"'), end + 1];
}

function badLine(line: number, what: string): CodecError {
  return new CodecError('BAD_FILE', `line ${line} of the CSV: ${what}`);
}
