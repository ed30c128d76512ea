import { badMeta, MetaReader } from './meta-reader.ts';
import { type FramedMethod, METHOD_NUMBER, methodOfNumber } from './protocol.ts';
import { readU64, writeU64 } from './u64.ts';

/** Where a value's parts stand in an answer's payload, and what it is. Lengths in bytes. */
export interface Layout {
  /** The variable's revision. */
  readonly revision: number;
  /** Nothing for a variable that is not there, or whose value was not sent. */
  readonly method: FramedMethod | undefined;
  readonly document: number;
  readonly buffers: readonly number[];
}

/** The layout of a variable that does not exist. */
export const NO_LAYOUT: Layout = { revision: 0, method: undefined, document: 0, buffers: [] };

/** Bytes of a layout without buffers. */
const FIXED_BYTES = 24;

/** The meta of a get's answer (one layout), or of a get many's (several). */
export function encodeLayouts(layouts: readonly Layout[]): Buffer {
  let size = 0;
  for (const layout of layouts) size += layoutBytes(layout);
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const layout of layouts) at = writeLayout(bytes, layout, at);
  return bytes;
}

/** Reads the layouts that a meta consists of. Throws `FrameError` `BAD_META`. */
export function decodeLayouts(meta: Buffer): Layout[] {
  const reader = new MetaReader(meta);
  const layouts: Layout[] = [];
  while (reader.left > 0) layouts.push(readLayout(reader));
  return layouts;
}

/** Bytes that a layout takes in a meta. */
export function layoutBytes({ buffers }: Layout): number {
  return FIXED_BYTES + 8 * buffers.length;
}

/** Reads one layout. Throws `FrameError` `BAD_META`. */
export function readLayout(reader: MetaReader): Layout {
  const revision = reader.u64();
  const number = reader.u32();
  const method = methodOfNumber(number);
  if (method === undefined && number !== 0) throw badMeta(`has an unknown method ${number}`);
  const bufferCount = reader.u32();
  const document = reader.u64();
  return { revision, method, document, buffers: reader.u64s(bufferCount) };
}

/** A meta of revisions: of a set's, delete's or ping's answer one, of a batch's one for each entry. */
export function encodeRevisions(revisions: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(8 * revisions.length);
  let at = 0;
  for (const revision of revisions) at = writeU64(bytes, revision, at);
  return bytes;
}

/** Reads a meta of revisions. Throws `FrameError` `BAD_META`. */
export function decodeRevisions(meta: Buffer): number[] {
  if (meta.length % 8 !== 0) throw badMeta('does not consist of revisions');
  const revisions: number[] = [];
  for (let at = 0; at < meta.length; at += 8) revisions.push(readU64(meta, at));
  return revisions;
}

/** Writes one layout at `start`; gives the place after it. */
export function writeLayout(
  bytes: Buffer,
  { revision, method, document, buffers }: Layout,
  start: number,
): number {
  let at = writeU64(bytes, revision, start);
  at = bytes.writeUInt32LE(method === undefined ? 0 : METHOD_NUMBER[method], at);
  at = bytes.writeUInt32LE(buffers.length, at);
  at = writeU64(bytes, document, at);
  for (const length of buffers) at = writeU64(bytes, length, at);
  return at;
}
