import { encodedSlices } from '../frame/base64-chunks.ts';
import { gather } from '../frame/gather.ts';
import type { PickleInPieces } from '../pickle/pieces.ts';

const BEFORE = '{"content": "';
const AFTER = '", "status": "succeeded"}';
const SLICE_BYTES = 768 * 1024;

/** Bytes that are made when they are asked for. */
export interface MessageInPieces {
  readonly byteLength: number;
  readonly chunks: () => Iterable<Uint8Array>;
}

/**
 * A pickle as PyMiner's HTTP generation carries it: base64 of the JSON object `{"content": base64 of the pickle,
 * "status": "succeeded"}`, in pieces of 64 KiB to about 1 MiB, each of which takes some ms to make.
 */
export function encodeHttpMessage(pickle: Pick<PickleInPieces, 'byteLength' | 'chunks'>): MessageInPieces {
  const jsonLength = BEFORE.length + base64Length(pickle.byteLength) + AFTER.length;
  return {
    byteLength: base64Length(jsonLength),
    chunks: () => gather(encodedSlices(json(pickle.chunks()), SLICE_BYTES)),
  };
}

function* json(pickle: Iterable<Uint8Array>): Generator<Buffer> {
  yield Buffer.from(BEFORE, 'latin1');
  yield* gather(encodedSlices(pickle, SLICE_BYTES));
  yield Buffer.from(AFTER, 'latin1');
}

function base64Length(bytes: number): number {
  return 4 * Math.ceil(bytes / 3);
}
