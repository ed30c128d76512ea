/** PyMiner's built-in types: their names are taken, and reading one gives the type's structure. */
export const RESERVED_TYPES = [
  'Type',
  'Complex',
  'Matrix',
  'Vector',
  'TimeSeries',
  'StateSpace',
  'DataFrame',
  'Series',
] as const;

const names: ReadonlySet<string> = new Set(RESERVED_TYPES);

/** Whether a name belongs to a built-in type. */
export function isReserved(name: string): boolean {
  return names.has(name);
}
