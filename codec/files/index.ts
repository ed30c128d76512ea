/** Values as files of other programs: CSV and NPY. */
export { formatCsv, parseCsv } from './csv.ts';
export { frameOf } from './frame-of.ts';
export { readNpy, writeNpy } from './npy.ts';
export { tableRows } from './table-rows.ts';
