import { asBuffer, skipSpace } from './ascii.ts';
import { JsonChecker } from './json-checker.ts';
import type { JsonDocument, JsonLimits } from './json-document.ts';
import { JsonSlice } from './json-slice.ts';

/**
 * Checks `bytes` as one JSON document and gives its value unparsed, so that a value of 100 MB in it stays a
 * view of the packet. All at once: about 1 ns a byte; for more than some MB use {@link JsonChecker} in steps
 * and {@link sliceOf}.
 *
 * @throws FrameError `BAD_JSON`, `TOO_DEEP`, `TOO_MANY_KEYS`.
 */
export function skim(bytes: Uint8Array, limits?: Partial<JsonLimits>): JsonSlice {
  const checker = new JsonChecker(asBuffer(bytes), limits);
  checker.step(Number.POSITIVE_INFINITY);
  return sliceOf(checker.document);
}

/** The value of a checked document. */
export function sliceOf(document: JsonDocument): JsonSlice {
  return new JsonSlice(document, skipSpace(document.bytes, 0));
}

/**
 * The members of the object that `bytes` are, unparsed; see {@link skim} and {@link JsonSlice.members}.
 *
 * @throws FrameError `BAD_JSON`, `TOO_DEEP`, `TOO_MANY_KEYS`.
 */
export function skimObject(bytes: Uint8Array, limits?: Partial<JsonLimits>): Map<string, JsonSlice> {
  return skim(bytes, limits).members();
}

/**
 * The elements of an array, unparsed; see {@link JsonSlice.elements}.
 *
 * @throws FrameError `BAD_JSON`, `TOO_MANY_KEYS`.
 */
export function skimArray(slice: JsonSlice): JsonSlice[] {
  return slice.elements();
}
