import { badMeta, MetaReader } from './meta-reader.ts';
import { FLAG, MAX_BATCH } from './protocol.ts';
import { writeU64 } from './u64.ts';

/** What the meta of a get or a delete says. */
export interface NameMeta {
  readonly name: string;
  /** The revision in front of the name, when the frame's flags say that there is one. */
  readonly revision: number | undefined;
}

/** The meta of a get or a delete; with a revision the frame needs `FLAG.revision`. */
export function encodeNameMeta(name: string, revision?: number): Buffer {
  if (revision === undefined) return Buffer.from(name);
  const bytes = Buffer.allocUnsafe(8 + Buffer.byteLength(name));
  bytes.write(name, writeU64(bytes, revision, 0));
  return bytes;
}

/** Reads the meta of a get or a delete. Throws `FrameError` `BAD_META`. */
export function decodeNameMeta(meta: Buffer, flags: number): NameMeta {
  if ((flags & FLAG.revision) === 0) return { name: meta.toString(), revision: undefined };
  const reader = new MetaReader(meta);
  const revision = reader.u64();
  return { name: reader.rest(), revision };
}

/** The meta of a get many: at most `MAX_BATCH` names of at most 65,535 bytes each. */
export function encodeNamesMeta(names: readonly string[]): Buffer {
  const texts = names.map((name) => Buffer.from(name));
  const bytes = Buffer.allocUnsafe(4 + texts.reduce((sum, text) => sum + 2 + text.length, 0));
  let at = bytes.writeUInt32LE(texts.length, 0);
  for (const text of texts) {
    at = bytes.writeUInt16LE(text.length, at);
    bytes.set(text, at);
    at += text.length;
  }
  return bytes;
}

/** Reads the meta of a get many. Throws `FrameError` `BAD_META`. */
export function decodeNamesMeta(meta: Buffer): string[] {
  const reader = new MetaReader(meta);
  const count = readCount(reader);
  const names: string[] = [];
  while (names.length < count) names.push(reader.text(reader.u16()));
  reader.end();
  return names;
}

/** How many entries a batch has. Throws `FrameError` `BAD_META` beyond `MAX_BATCH`. */
export function readCount(reader: MetaReader): number {
  const count = reader.u32();
  if (count > MAX_BATCH) throw badMeta(`has ${count} entries; a batch has at most ${MAX_BATCH}`);
  return count;
}
