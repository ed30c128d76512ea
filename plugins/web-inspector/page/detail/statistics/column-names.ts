import { DataFrame, type PyValue } from 'headframe/client/browser';
import { theClient } from '../../connection.ts';
import { labelCells } from '../grid/column-cells.ts';

/** The names of some of a table's columns, as the host knows them; no cells are read. */
export async function columnNames(
  name: string,
  first: number,
  end: number,
  signal: AbortSignal,
): Promise<string[]> {
  const ranges = [
    [0, 0],
    [first, end],
  ];
  const part = await theClient().slice<PyValue>(name, ranges, { exact: true, signal });
  if (!(part instanceof DataFrame)) return [];
  const label = labelCells(part.columns);
  return part.data.map((_, index) => label(index).text);
}
