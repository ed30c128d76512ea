import { kindOfPickle, type PickleScan } from 'headframe/codec';
import { LARGE_BYTES } from '../convert.ts';
import { documentBytes, type StoredValue } from '../value.ts';

/** A pickle of fewer opcodes makes no more objects than that. */
const FEW_OPCODES = 10_000;
/** From this protocol on raw data stands in a pickle as it is, and not as text. */
const RAW_PROTOCOL = 3;
/** What consists of raw data when it has few objects. */
const RAW_KINDS: ReadonlySet<string> = new Set(['array', 'table', 'series', 'bytes']);

/**
 * Whether decoding a value may take as little time as its few objects do, as far as can be told without looking into it:
 * what is raw data is not copied. `scan` is that of a pickle, where it is known.
 */
export function mayDecodeAtOnce(value: StoredValue, scan: PickleScan | undefined): boolean {
  if (documentBytes(value) < LARGE_BYTES) return true;
  return scan !== undefined && scan.protocol >= RAW_PROTOCOL && scan.opcodes <= FEW_OPCODES;
}

/** The same, for one of which that may be so, when its content is in memory. */
export function decodesAtOnce({ method, document }: StoredValue): boolean {
  if (document.byteLength < LARGE_BYTES) return true;
  return method === 'pickle' && RAW_KINDS.has(kindOfPickle(document).kind);
}
