import { setImmediate } from 'node:timers/promises';
import type { StoredValue } from '../value.ts';

/** Bytes that are copied without a pause: about a millisecond into new memory. */
const STEP_BYTES = 2 * 1024 * 1024;

/**
 * A copy of a value's parts in memory of their own, which can be handed over to another thread, made without
 * keeping anybody waiting.
 */
export async function copyParts(value: StoredValue): Promise<[Uint8Array, ...Uint8Array[]]> {
  const document = await copy(value.document);
  const buffers: Uint8Array[] = [];
  for (const buffer of value.buffers) buffers.push(await copy(buffer));
  return [document, ...buffers];
}

async function copy(bytes: Uint8Array): Promise<Uint8Array> {
  const copied = new Uint8Array(bytes.byteLength);
  for (let at = 0; at < bytes.byteLength; at += STEP_BYTES) {
    if (at > 0) await setImmediate();
    copied.set(bytes.subarray(at, at + STEP_BYTES), at);
  }
  return copied;
}
