import { type Layout, layoutBytes, readLayout, writeLayout } from './layout.ts';
import { badMeta, MetaReader } from './meta-reader.ts';
import { MAX_META_BYTES } from './protocol.ts';
import { writeU64 } from './u64.ts';

/** Where a value stands in a file of the folder of blobs: docs/reference/data-plane.md. Bytes from its begin. */
export interface BlobPlace {
  /** The file's name, ASCII. */
  readonly id: string;
  readonly document: number;
  readonly buffers: readonly number[];
}

/** What the meta of a get's answer says in a session that was granted places. */
export interface PlaceMeta {
  readonly layout: Layout;
  /** The variable's slot in the version table, if it has one. */
  readonly slot: number | undefined;
  /** Nothing when the value stands in the payload. */
  readonly place: BlobPlace | undefined;
}

/** Stands for no slot. */
const NO_SLOT = 0xffff_ffff;
/** Slot and length of the id. */
const FIXED_BYTES = 8;

/** Whether the place of a value with so many buffers fits in a meta. */
export function fitsPlace(layout: Layout, id: string): boolean {
  return layoutBytes(layout) + placeBytes(layout.buffers.length, id) <= MAX_META_BYTES;
}

/** The meta of the answer to a get with `FLAG.place`. */
export function encodePlaceMeta({ layout, slot = NO_SLOT, place }: PlaceMeta): Buffer {
  const extra = place ? placeBytes(place.buffers.length, place.id) : FIXED_BYTES;
  const bytes = Buffer.allocUnsafe(layoutBytes(layout) + extra);
  let at = writeLayout(bytes, layout, 0);
  at = bytes.writeUInt32LE(slot, at);
  at = bytes.writeUInt32LE(place?.id.length ?? 0, at);
  if (!place) return bytes;
  for (const offset of [place.document, ...place.buffers]) at = writeU64(bytes, offset, at);
  bytes.write(place.id, at, 'latin1');
  return bytes;
}

/** Reads the meta of an answer with `FLAG.place`. Throws `FrameError` `BAD_META`. */
export function decodePlaceMeta(meta: Buffer): PlaceMeta {
  const reader = new MetaReader(meta);
  const layout = readLayout(reader);
  const slot = reader.u32();
  const idLength = reader.u32();
  const place = idLength === 0 ? undefined : readPlace(reader, layout.buffers.length, idLength);
  reader.end();
  return { layout, slot: slot === NO_SLOT ? undefined : slot, place };
}

function readPlace(reader: MetaReader, buffers: number, idLength: number): BlobPlace {
  const [document = 0, ...offsets] = reader.u64s(1 + buffers);
  const id = reader.text(idLength);
  if (!/^[0-9a-z]+$/.test(id)) throw badMeta(`names ${JSON.stringify(id)}, which is no blob`);
  return { id, document, buffers: offsets };
}

function placeBytes(buffers: number, id: string): number {
  return FIXED_BYTES + 8 * (1 + buffers) + id.length;
}
