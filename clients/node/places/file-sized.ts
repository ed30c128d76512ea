import type { EncodedValue } from '../values/encode-value.ts';

/** Values from so many bytes on are files of their own: the host would make one anyway. */
const FILE_FROM = 64 * 1024;

/** Whether a value is so long that it is better written to a file than sent. */
export function isFileSized({ document, buffers }: EncodedValue): boolean {
  if (typeof document === 'string') return false;
  let size = document.length;
  for (const { length } of buffers) size += length;
  return size >= FILE_FROM;
}
