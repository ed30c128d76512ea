import { badMeta, MetaReader } from './meta-reader.ts';
import { FLAG, type FramedMethod, MAX_META_BYTES, methodOfNumber } from './protocol.ts';
import { writeU64 } from './u64.ts';

/** A stretch of a file: bytes. */
export interface FilePart {
  readonly offset: number;
  readonly length: number;
}

/** A set whose value stands in a file that the client wrote: docs/reference/data-plane.md. */
export interface PlacedWrite {
  readonly name: string;
  readonly method: FramedMethod;
  readonly ifRevision?: number | undefined;
  /** The file's name: 32 hexadecimal digits and `.tmp`. */
  readonly file: string;
  readonly document: FilePart;
  readonly buffers: readonly FilePart[];
}

const FILE_BYTES = 36;

/** Whether the meta of a placed set with so many buffers is not too long. */
export function fitsPlacedWrite(buffers: number, name: string): boolean {
  return fixedBytes(buffers, true) + Buffer.byteLength(name) <= MAX_META_BYTES;
}

/** The meta of a set with `FLAG.place`; its other flags are those of any set. */
export function encodePlacedWrite({
  name,
  ifRevision,
  file,
  document,
  buffers,
}: Omit<PlacedWrite, 'method'>): Buffer {
  const hasRevision = ifRevision !== undefined;
  const bytes = Buffer.allocUnsafe(fixedBytes(buffers.length, hasRevision) + Buffer.byteLength(name));
  let at = hasRevision ? writeU64(bytes, ifRevision, 0) : 0;
  at = bytes.writeUInt32LE(buffers.length, at);
  const parts = [document, ...buffers];
  for (const { length } of parts) at = writeU64(bytes, length, at);
  for (const { offset } of parts) at = writeU64(bytes, offset, at);
  at += bytes.write(file, at, FILE_BYTES, 'latin1');
  bytes.write(name, at);
  return bytes;
}

/** Reads the meta of a set with `FLAG.place`. Throws `FrameError` `BAD_META`. */
export function decodePlacedWrite(meta: Buffer, flags: number): PlacedWrite {
  const reader = new MetaReader(meta);
  const ifRevision = flags & FLAG.revision ? reader.u64() : undefined;
  const count = reader.u32();
  const lengths = reader.u64s(1 + count);
  const offsets = reader.u64s(1 + count);
  const file = reader.text(FILE_BYTES);
  const method = methodOfNumber(flags & FLAG.methodMask);
  if (method === undefined) throw badMeta('comes with flags that name no method');
  const part = (length: number, index: number): FilePart => ({ offset: offsets[index] ?? 0, length });
  const [document = part(0, 0), ...buffers] = lengths.map(part);
  return { name: reader.rest(), method, ifRevision, file, document, buffers };
}

function fixedBytes(buffers: number, hasRevision: boolean): number {
  return (hasRevision ? 8 : 0) + 4 + 16 * (1 + buffers) + FILE_BYTES;
}
