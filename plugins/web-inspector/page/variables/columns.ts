import type { Metadata } from 'headframe/client/browser';
import { formatBytes, formatShape, formatTime } from '../ui/format.ts';

/** A column of the table of variables. */
export interface Column {
  readonly id: string;
  readonly title: string;
  readonly text: (name: string, metadata: Metadata) => string;
  /** What it is sorted by. */
  readonly key: (name: string, metadata: Metadata) => string | number;
  readonly isNumber?: boolean;
}

/** When a variable was changed last, in seconds since 1970. */
export function lastChange({ modification_time, creation_time }: Metadata): number {
  return modification_time.at(-1) ?? creation_time;
}

export const COLUMNS: readonly Column[] = [
  { id: 'name', title: 'Name', text: (name) => name, key: (name) => name },
  byText('kind', 'Kind', ({ kind }) => kind ?? ''),
  byText('type', 'Type', ({ type, dtype }) => (dtype === null ? (type ?? '') : `${type} ${dtype}`)),
  {
    id: 'shape',
    title: 'Shape',
    text: (_, { shape, length }) => (shape === null && length !== null ? String(length) : formatShape(shape)),
    key: (_, { shape, length }) => shape?.reduce((product, size) => product * size, 1) ?? length ?? -1,
    isNumber: true,
  },
  {
    id: 'size',
    title: 'Size',
    text: (_, { size }) => formatBytes(size),
    key: (_, { size }) => size,
    isNumber: true,
  },
  byText('preview', 'Preview', ({ preview }) => preview ?? ''),
  byText('provider', 'Provider', ({ provider }) => provider),
  {
    id: 'when',
    title: 'When',
    text: (_, metadata) => formatTime(lastChange(metadata)),
    key: (_, metadata) => lastChange(metadata),
    isNumber: true,
  },
];

function byText(id: string, title: string, take: (metadata: Metadata) => string): Column {
  return { id, title, text: (_, metadata) => take(metadata), key: (_, metadata) => take(metadata) };
}
