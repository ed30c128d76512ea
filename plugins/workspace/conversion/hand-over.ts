import { setImmediate } from 'node:timers/promises';
import type { StoredValue } from '../value.ts';

/** Bytes that are copied without a pause: about a millisecond into new memory. */
const STEP_BYTES = 2 * 1024 * 1024;

/**
 * A copy of a value in memory of its own, and that memory, which can be handed over to another thread. It is made
 * without keeping anybody waiting.
 */
export async function handOver({
  method,
  document,
  buffers,
}: StoredValue): Promise<[StoredValue, ArrayBuffer[]]> {
  const copies: Uint8Array<ArrayBuffer>[] = [];
  for (const part of [document, ...buffers]) copies.push(await copy(part));
  const [first = new Uint8Array(), ...rest] = copies;
  return [{ method, document: first, buffers: rest }, copies.map(({ buffer }) => buffer)];
}

async function copy(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const copied = new Uint8Array(bytes.byteLength);
  for (let at = 0; at < bytes.byteLength; at += STEP_BYTES) {
    if (at > 0) await setImmediate();
    copied.set(bytes.subarray(at, at + STEP_BYTES), at);
  }
  return copied;
}
