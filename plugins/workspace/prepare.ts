import { setImmediate } from 'node:timers/promises';
import {
  CodecError,
  inspectPickleInSlices,
  JsonChecker,
  scanPickle,
  scanPickleInSlices,
} from 'headframe/codec';
import { workspaceError } from './errors.ts';
import type { PreparedValue } from './revision.ts';
import { detached, type StoredValue, sizeOf } from './value.ts';

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
  const own = detached(value);
  if (value.method === 'json') return prepareJson(own, size);
  if (policy === 'none') {
    throw workspaceError('PICKLE_REFUSED', 'this workspace takes no pickles (workspace.pickle is none)');
  }
  const prepared = preparePickle(own, size);
  return policy === 'any' ? prepared : checkPolicy(prepared);
}

/** Lets only pass what is proven to be data. */
async function checkPolicy(prepared: PreparedValue | Promise<PreparedValue>): Promise<PreparedValue> {
  const ready = await prepared;
  const { verdict, reasons } = await inspectPickleInSlices(ready.value.document);
  if (verdict === 'data-only') return ready;
  const message = `this workspace takes pickles of data alone (workspace.pickle): ${reasons[0] ?? verdict}`;
  throw workspaceError('PICKLE_REFUSED', message, { verdict, reasons });
}

function preparePickle(value: StoredValue, size: number): PreparedValue | Promise<PreparedValue> {
  const { document, buffers } = value;
  const check = (scan: ReturnType<typeof scanPickle>): PreparedValue => {
    checkNeeds(scan.needs, buffers.length);
    return { value, size, scan: document.byteLength > KEPT_SCAN_BYTES ? scan : undefined };
  };
  return document.byteLength > SLICED_BYTES
    ? scanPickleInSlices(document).then(check)
    : check(scanPickle(document));
}

function checkNeeds(needs: ReturnType<typeof scanPickle>['needs'], given: number): void {
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

function prepareJson(value: StoredValue, size: number): PreparedValue | Promise<PreparedValue> {
  const checker = new JsonChecker(value.document, JSON_LIMITS);
  if (value.document.byteLength > SLICED_BYTES) return checkInSlices(checker).then(() => ({ value, size }));
  checker.step(Number.POSITIVE_INFINITY);
  return { value, size };
}

async function checkInSlices(checker: JsonChecker): Promise<void> {
  while (!checker.step(JSON_SLICE_BYTES)) await setImmediate();
}
