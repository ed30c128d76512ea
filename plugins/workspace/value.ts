import { contentSize, sameLengths } from './storage/blob-layout.ts';
import { BlobValue } from './storage/blob-value.ts';

/** How a value is written: a Python pickle (protocols 0 to 5), or typed JSON. */
export type Method = 'pickle' | 'json';

/**
 * A value as it came: a document and the raw buffers that it refers to (PEP 574's for a pickle).
 * Whoever hands one over does not change its bytes afterwards.
 */
export interface StoredValue {
  readonly method: Method;
  readonly document: Uint8Array;
  readonly buffers: readonly Uint8Array[];
}

/** Whether something given by a plugin's code is a value. */
export function isStoredValue(value: unknown): value is StoredValue {
  if (value instanceof BlobValue) return true;
  if (typeof value !== 'object' || value === null) return false;
  const { method, document, buffers } = value as Partial<Record<keyof StoredValue, unknown>>;
  if (method !== 'pickle' && method !== 'json') return false;
  return (
    document instanceof Uint8Array &&
    Array.isArray(buffers) &&
    buffers.every((one) => one instanceof Uint8Array)
  );
}

/** Bytes of the document; a file is not read for it. */
export function documentBytes(value: StoredValue): number {
  return value instanceof BlobValue ? value.layout.document.length : value.document.byteLength;
}

/** How many buffers there are; a file is not read for it. */
export function bufferCount(value: StoredValue): number {
  return value instanceof BlobValue ? value.layout.buffers.length : value.buffers.length;
}

/** Bytes of the document and the buffers together. */
export function sizeOf(value: StoredValue): number {
  if (value instanceof BlobValue) return contentSize(value.layout);
  let size = value.document.byteLength;
  for (const buffer of value.buffers) size += buffer.byteLength;
  return size;
}

/**
 * Whether two values are the same, byte for byte. A file that a client wrote, whose sum is not known, is
 * the same as itself alone: reading it through would cost more than a further revision.
 */
export function sameValue(a: StoredValue, b: StoredValue): boolean {
  if (a.method !== b.method || bufferCount(a) !== bufferCount(b)) return false;
  if (documentBytes(a) !== documentBytes(b) || sizeOf(a) !== sizeOf(b)) return false;
  if (a instanceof BlobValue && b instanceof BlobValue) {
    if (a.id === b.id) return true;
    if (a.crc === undefined || a.crc !== b.crc || !sameLengths(a.layout, b.layout)) return false;
  }
  return (
    sameBytes(a.document, b.document) &&
    a.buffers.every((buffer, index) => sameBytes(buffer, b.buffers[index]))
  );
}

function sameBytes(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b !== undefined && a.byteLength === b.byteLength && Buffer.compare(a, b) === 0;
}

/** The value without a hold on memory that is much larger than itself, such as the packet it came in. */
export function detached(value: StoredValue): StoredValue {
  if (value instanceof BlobValue) return value;
  const document = compact(value.document);
  const buffers = value.buffers.map(compact);
  return { method: value.method, document, buffers };
}

function compact(bytes: Uint8Array): Uint8Array {
  const held = bytes.buffer.byteLength;
  return held <= Buffer.poolSize || held <= 2 * bytes.byteLength ? bytes : Buffer.from(bytes);
}
