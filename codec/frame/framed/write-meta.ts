import { badMeta, MetaReader } from './meta-reader.ts';
import { readCount } from './name-meta.ts';
import { FLAG, type FramedMethod, METHOD_NUMBER, methodOfNumber } from './protocol.ts';
import { writeU64 } from './u64.ts';

/** A variable to be written, as a meta describes it. Lengths in bytes. */
export interface WriteMeta {
  readonly name: string;
  readonly method: FramedMethod;
  readonly document: number;
  readonly buffers: readonly number[];
  /** The revision that the variable must have; 0: it must not exist. */
  readonly ifRevision?: number | undefined;
}

/** A variable to be deleted. */
export interface DeleteMeta {
  readonly name: string;
  readonly ifRevision?: number | undefined;
}

const NO_BUFFERS: readonly number[] = [];

/** Flags of a set: its method and whether its meta begins with a revision. */
export function writeFlags({ method, ifRevision }: Pick<WriteMeta, 'method' | 'ifRevision'>): number {
  return METHOD_NUMBER[method] | (ifRevision === undefined ? 0 : FLAG.revision);
}

/** The meta of a set. Its flags are {@link writeFlags}, with a level's. */
export function encodeWriteMeta({
  name,
  buffers,
  ifRevision,
}: Omit<WriteMeta, 'method' | 'document'>): Buffer {
  const fixed = (ifRevision === undefined ? 0 : 8) + 4 + 8 * buffers.length;
  const bytes = Buffer.allocUnsafe(fixed + Buffer.byteLength(name));
  let at = ifRevision === undefined ? 0 : writeU64(bytes, ifRevision, 0);
  at = bytes.writeUInt32LE(buffers.length, at);
  for (const length of buffers) at = writeU64(bytes, length, at);
  bytes.write(name, at);
  return bytes;
}

/** Reads the meta of a set; the document is what the buffers leave of the payload. Throws `FrameError` `BAD_META`. */
export function decodeWriteMeta(meta: Buffer, flags: number, payloadLength: number): WriteMeta {
  if ((flags & FLAG.revision) === 0 && meta.length >= 4 && meta.readUInt32LE(0) === 0) {
    const name = meta.toString('utf8', 4);
    return {
      name,
      method: methodOf(flags),
      document: payloadLength,
      buffers: NO_BUFFERS,
      ifRevision: undefined,
    };
  }
  const reader = new MetaReader(meta);
  const ifRevision = flags & FLAG.revision ? reader.u64() : undefined;
  const buffers = reader.u64s(reader.u32());
  const document = payloadLength - sum(buffers);
  if (document < 0) throw badMeta('gives the buffers more bytes than the payload has');
  return { name: reader.rest(), method: methodOf(flags), document, buffers, ifRevision };
}

/** The meta of a set many. */
export function encodeWritesMeta(entries: readonly WriteMeta[]): Buffer {
  const pieces: Buffer[] = [count(entries)];
  for (const entry of entries) {
    const { name, buffers, document, ifRevision } = entry;
    const text = Buffer.from(name);
    const bytes = Buffer.allocUnsafe(16 + (ifRevision === undefined ? 0 : 8) + 8 * buffers.length);
    let at = bytes.writeUInt16LE(writeFlags(entry), 0);
    at = bytes.writeUInt16LE(text.length, at);
    at = bytes.writeUInt32LE(buffers.length, at);
    at = writeU64(bytes, document, at);
    if (ifRevision !== undefined) at = writeU64(bytes, ifRevision, at);
    for (const length of buffers) at = writeU64(bytes, length, at);
    pieces.push(bytes, text);
  }
  return Buffer.concat(pieces);
}

/** Reads the meta of a set many, whose parts must fill the payload. Throws `FrameError` `BAD_META`. */
export function decodeWritesMeta(meta: Buffer, payloadLength: number): WriteMeta[] {
  const reader = new MetaReader(meta);
  const entries: WriteMeta[] = [];
  let total = 0;
  for (let left = readCount(reader); left > 0; left--) {
    const flags = reader.u16();
    const nameLength = reader.u16();
    const bufferCount = reader.u32();
    const document = reader.u64();
    const ifRevision = flags & FLAG.revision ? reader.u64() : undefined;
    const buffers = reader.u64s(bufferCount);
    total += document + sum(buffers);
    if (flags & ~(FLAG.methodMask | FLAG.revision)) throw badMeta(`has an entry with unknown flags ${flags}`);
    entries.push({ name: reader.text(nameLength), method: methodOf(flags), document, buffers, ifRevision });
  }
  reader.end();
  if (total !== payloadLength) throw badMeta(`describes ${total} bytes; the payload has ${payloadLength}`);
  return entries;
}

/** The meta of a delete many. */
export function encodeDeletesMeta(entries: readonly DeleteMeta[]): Buffer {
  const pieces: Buffer[] = [count(entries)];
  for (const { name, ifRevision } of entries) {
    const text = Buffer.from(name);
    const bytes = Buffer.allocUnsafe(4 + (ifRevision === undefined ? 0 : 8));
    const at = bytes.writeUInt16LE(
      text.length,
      bytes.writeUInt16LE(ifRevision === undefined ? 0 : FLAG.revision, 0),
    );
    if (ifRevision !== undefined) writeU64(bytes, ifRevision, at);
    pieces.push(bytes, text);
  }
  return Buffer.concat(pieces);
}

/** Reads the meta of a delete many. Throws `FrameError` `BAD_META`. */
export function decodeDeletesMeta(meta: Buffer): DeleteMeta[] {
  const reader = new MetaReader(meta);
  const entries: DeleteMeta[] = [];
  for (let left = readCount(reader); left > 0; left--) {
    const flags = reader.u16();
    const nameLength = reader.u16();
    const ifRevision = flags & FLAG.revision ? reader.u64() : undefined;
    if (flags & ~FLAG.revision) throw badMeta(`has an entry with unknown flags ${flags}`);
    entries.push({ name: reader.text(nameLength), ifRevision });
  }
  reader.end();
  return entries;
}

function methodOf(flags: number): FramedMethod {
  const method = methodOfNumber(flags & FLAG.methodMask);
  if (method === undefined) throw badMeta('comes with flags that name no method');
  return method;
}

function count(entries: readonly unknown[]): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32LE(entries.length, 0);
  return bytes;
}

function sum(lengths: readonly number[]): number {
  let total = 0;
  for (const length of lengths) total += length;
  return total;
}
