import type { PanelHost } from 'headframe/widget';
import type { Summary } from '../summary.ts';

const COLUMNS = ['count', 'mean', 'min', 'max'] as const;

/** A table of the summaries, kept up to date. */
export async function SummaryPanel(panel: PanelHost, root: HTMLElement): Promise<void> {
  const table = document.createElement('table');
  addRow(table.createTHead(), 'th', ['variable', ...COLUMNS]);
  const body = table.createTBody();
  root.append(table);

  const show = async (): Promise<void> => {
    const { summaries } = await panel.call('get_summaries');
    body.replaceChildren();
    for (const [name, summary] of Object.entries(summaries as Readonly<Record<string, Summary>>))
      addRow(body, 'td', [name, ...COLUMNS.map((column) => format(summary[column]))]);
  };
  panel.on('changed', show);
  panel.on('deleted', show);
  panel.on('connected', show);
  await show();
}

function addRow(section: HTMLTableSectionElement, kind: 'th' | 'td', texts: readonly string[]): void {
  const row = section.insertRow();
  for (const text of texts) {
    const cell = document.createElement(kind);
    cell.textContent = text;
    row.append(cell);
  }
}

function format(value: number): string {
  return String(Number(value.toPrecision(6)));
}
