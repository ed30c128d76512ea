/** Frames of the framed dialect and the metas of its operations: bytes in, frames out, and back. */
export { encodeFrame, encodeFrameStart, type FrameParts, lengthOf } from './encode-frame.ts';
export { isNetworkFileSystem } from './file-system-type.ts';
export { Frame, type FramePart, RefusedFrame } from './frame.ts';
export { type FrameLimits, FrameReader } from './frame-reader.ts';
export { type FrameHead, readHead, writeHead } from './head.ts';
export {
  decodeLayouts,
  decodeRevisions,
  encodeLayouts,
  encodeRevisions,
  type Layout,
  NO_LAYOUT,
} from './layout.ts';
export { badMeta, MetaReader } from './meta-reader.ts';
export {
  decodeNameMeta,
  decodeNamesMeta,
  encodeNameMeta,
  encodeNamesMeta,
  type NameMeta,
} from './name-meta.ts';
export { cutParts, type ValueParts } from './parts.ts';
export type { PayloadSink } from './payload-sink.ts';
export {
  type BlobPlace,
  decodePlaceMeta,
  encodePlaceMeta,
  fitsPlace,
  type PlaceMeta,
} from './place-meta.ts';
export {
  decodePlacedWrite,
  encodePlacedWrite,
  type FilePart,
  fitsPlacedWrite,
  type PlacedWrite,
} from './placed-write.ts';
export * from './protocol.ts';
export { writeU64 } from './u64.ts';
export {
  type DeleteMeta,
  decodeDeletesMeta,
  decodeWriteMeta,
  decodeWritesMeta,
  encodeDeletesMeta,
  encodeWriteMeta,
  encodeWritesMeta,
  type WriteMeta,
  writeFlags,
} from './write-meta.ts';
