import type { Metadata } from 'headframe/client/browser';

/** Ways to show a value. */
export type ValueForm = 'scalar' | 'text' | 'tree' | 'table' | 'series' | 'array' | 'bytes' | 'preview';

/** What is read to be edited, at most; in bytes. */
const MAX_EDITED = 64 * 1024;
const CONTAINERS = ['sequence', 'mapping', 'set', 'object'];
const SCALARS = ['none', 'boolean', 'numeric', 'string'];
const PLOTTED = /^(u?int|float|bool)\d*$/;

/** How a value is shown, as far as its metadata tell. */
export function formOf({ kind, type, shape, size, length }: Metadata): ValueForm {
  if (kind === 'table' && shape?.length === 2) return 'table';
  if (kind === 'series' && shape?.length === 1) return 'series';
  if (kind === 'array' && isNumpy(type) && shape && shape.length > 0) return 'array';
  if (kind === 'bytes' && length !== null && length > 0) return 'bytes';
  if (kind !== null && SCALARS.includes(kind) && size <= MAX_EDITED) return 'scalar';
  if (kind === 'string') return 'text';
  return kind !== null && CONTAINERS.includes(kind) ? 'tree' : 'preview';
}

/** Whether there is something to draw: numbers in an array, a series or a table. */
export function canPlot(metadata: Metadata): boolean {
  const form = formOf(metadata);
  if (form === 'table') return (metadata.shape?.[0] ?? 0) > 0 && (metadata.shape?.[1] ?? 0) > 0;
  if (form !== 'array' && form !== 'series') return false;
  return PLOTTED.test(metadata.dtype ?? '') && (metadata.shape ?? []).every((length) => length > 0);
}

/** Whether the host has statistics of it. */
export function canDescribe(metadata: Metadata): boolean {
  return ['table', 'series', 'array'].includes(formOf(metadata)) || metadata.kind === 'sequence';
}

function isNumpy(type: string | null): boolean {
  return type?.startsWith('numpy.') ?? false;
}
