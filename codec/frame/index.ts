/** Packets of the text dialects and frames of the framed one: bytes in, messages out, and back. Nothing here does I/O. */

export { base64Chunks } from './base64-chunks.ts';
export { Base64Decoder, type Base64Options, decodeBase64 } from './base64-decoder.ts';
export { BroadcastPacer, type PacedWrite } from './broadcast-pacer.ts';
export { checkJson } from './check-json.ts';
export { type AnswerPart, classicAnswer } from './classic-answer.ts';
export {
  Base64Value,
  encodePacket,
  JsonText,
  type PacketEntries,
  type PacketValue,
} from './encode-packet.ts';
export { FrameError, type FrameErrorCode } from './frame-error.ts';
export * from './framed/index.ts';
export { JsonChecker } from './json-checker.ts';
export type { JsonDocument, JsonLimits } from './json-document.ts';
export { type JsonKind, JsonSlice, type RawText } from './json-slice.ts';
export { JsonSourceChecker } from './json-source-checker.ts';
export { type Preamble, PreambleReader } from './preamble-reader.ts';
export { type JsonValue, pythonJson } from './python-json.ts';
export { type FirstBytes, type Recognition, recognise } from './recognise.ts';
export { skim, skimArray, skimObject, sliceOf } from './skim.ts';
export {
  DEFAULT_MAX_PACKET_BYTES,
  TextPacketReader,
  type TextPacketReaderOptions,
} from './text-packet-reader.ts';
