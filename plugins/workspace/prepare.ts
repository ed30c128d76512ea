import { setImmediate } from 'node:timers/promises';
import {
  CodecError,
  checkJson,
  inspectPickleInSlices,
  JsonChecker,
  JsonSourceChecker,
  type PickleScan,
  scanPickle,
  scanPickleInSlices,
} from 'headframe/codec';
import { workspaceError } from './errors.ts';
import type { PreparedValue } from './revision.ts';
import { BlobValue } from './storage/blob-value.ts';
import { bufferCount, detached, documentBytes, type StoredValue, sizeOf } from './value.ts';

/** Documents beyond this are checked in slices, so that others have their turn. */
export const SLICED_BYTES = 8 * 1024 * 1024;

/** Smaller pickles are scanned again when they are needed, which costs less than keeping every scan. */
const KEPT_SCAN_BYTES = 64 * 1024;
const JSON_LIMITS = { maxDepth: 1000, maxKeys: 2 ** 24 };
const JSON_SLICE_BYTES = 1024 * 1024;

/** Which pickles are taken. */
export type PicklePolicy = 'any' | 'data-only' | 'none';

/**
 * Checks that a value is whole, at once when it is small. Throws, or rejects with, `BAD_PICKLE`,
 * `BAD_JSON`, `NEEDS_BUFFERS`, `NEEDS_PERSISTENT_ID`, `TOO_LARGE`, `PICKLE_REFUSED`.
 */
export function prepare(value: StoredValue, policy: PicklePolicy): PreparedValue | Promise<PreparedValue> {
  const size = sizeOf(value);
  if (isPreparedAtOnce(value, policy)) return prepareAtOnce(value, size, policy);
  if (value.method === 'pickle') checkTaken(policy);
  if (value instanceof BlobValue && isSliced(value)) return prepareFile(value, size, policy);
  const own = detached(value);
  if (value.method === 'json') {
    const checker = new JsonChecker(own.document, JSON_LIMITS);
    return checkInSlices(() => checker.step(JSON_SLICE_BYTES)).then(() => ({ value: own, size }));
  }
  const prepared = preparePickle(own, size);
  return policy === 'any' ? prepared : checkPolicy(prepared);
}

/** Whether the checks of a value take too little time to keep others waiting. */
export function isPreparedAtOnce(value: StoredValue, policy: PicklePolicy): boolean {
  return !isSliced(value) && (value.method === 'json' || policy !== 'data-only');
}

function isSliced(value: StoredValue): boolean {
  return documentBytes(value) > SLICED_BYTES;
}

/** The same as `prepare` for a value of which `isPreparedAtOnce` holds; `size` is the value's, in bytes. */
export function prepareAtOnce(value: StoredValue, size: number, policy: PicklePolicy): PreparedValue {
  const own = detached(value);
  if (value.method === 'json') {
    checkJson(own.document, JSON_LIMITS);
    return { value: own, size };
  }
  checkTaken(policy);
  return checkPickle(own, size, scanPickle(own.document));
}

/** The document goes through a window; only to be proven data it comes into memory as a whole. */
async function prepareFile(value: BlobValue, size: number, policy: PicklePolicy): Promise<PreparedValue> {
  const document = value.openDocument();
  let prepared: PreparedValue = { value, size };
  try {
    if (value.method === 'json') {
      const checker = new JsonSourceChecker(document, JSON_LIMITS);
      await checkInSlices(() => checker.step());
    } else {
      prepared = checkPickle(value, size, await scanPickleInSlices(document));
    }
  } finally {
    document.close();
  }
  if (value.method === 'json' || policy === 'any') return prepared;
  return checkIsData(prepared, await value.loadDocument());
}

function checkTaken(policy: PicklePolicy): void {
  if (policy !== 'none') return;
  throw workspaceError('PICKLE_REFUSED', 'this workspace takes no pickles (workspace.pickle is none)');
}

/** Lets only pass what is proven to be data. */
async function checkPolicy(prepared: PreparedValue | Promise<PreparedValue>): Promise<PreparedValue> {
  const ready = await prepared;
  return checkIsData(ready, ready.value.document);
}

async function checkIsData(prepared: PreparedValue, document: Uint8Array): Promise<PreparedValue> {
  const { verdict, reasons } = await inspectPickleInSlices(document);
  if (verdict === 'data-only') return prepared;
  const message = `this workspace takes pickles of data alone (workspace.pickle): ${reasons[0] ?? verdict}`;
  throw workspaceError('PICKLE_REFUSED', message, { verdict, reasons });
}

function preparePickle(value: StoredValue, size: number): PreparedValue | Promise<PreparedValue> {
  const { document } = value;
  return document.byteLength > SLICED_BYTES
    ? scanPickleInSlices(document).then((scan) => checkPickle(value, size, scan))
    : checkPickle(value, size, scanPickle(document));
}

function checkPickle(value: StoredValue, size: number, scan: PickleScan): PreparedValue {
  checkNeeds(scan.needs, bufferCount(value));
  return { value, size, scan: documentBytes(value) > KEPT_SCAN_BYTES ? scan : undefined };
}

function checkNeeds(needs: PickleScan['needs'], given: number): void {
  if (needs.persistentIds) {
    throw new CodecError(
      'NEEDS_PERSISTENT_ID',
      'The pickle has persistent ids, which only its own program can resolve',
    );
  }
  if (needs.buffers !== given) {
    throw new CodecError(
      'NEEDS_BUFFERS',
      `The pickle takes ${needs.buffers} out-of-band buffers and comes with ${given}`,
    );
  }
}

async function checkInSlices(step: () => boolean): Promise<void> {
  while (!step()) await setImmediate();
}
