import type { Metadata } from 'headframe/client/browser';
import { formOf } from '../kinds.ts';

/** Files that a value can be written to and read from. */
export type FileFormat = 'json' | 'csv' | 'npy';

/** The formats that suit a value: tables and arrays of at most two dimensions are CSV too, arrays NPY. */
export function formatsOf(metadata: Metadata): readonly FileFormat[] {
  const form = formOf(metadata);
  const isFlat =
    form === 'table' || form === 'series' || (form === 'array' && (metadata.shape?.length ?? 0) <= 2);
  return ['json', ...(isFlat ? (['csv'] as const) : []), ...(form === 'array' ? (['npy'] as const) : [])];
}

/** The format of a file, by the ending of its name; nothing for others. */
export function formatOfFile(file: string): FileFormat | undefined {
  const ending = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase();
  return ending === 'json' || ending === 'csv' || ending === 'npy' ? ending : undefined;
}
