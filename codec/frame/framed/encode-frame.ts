import { writeHead } from './head.ts';
import { HEAD_BYTES } from './protocol.ts';

/** A frame to be written. */
export interface FrameParts {
  /** One of `FRAME_KIND`. */
  readonly kind: number;
  readonly operation: number;
  readonly flags?: number;
  readonly id: number;
  readonly meta?: Uint8Array;
  /** The payload in pieces. */
  readonly payload?: readonly Uint8Array[];
}

/** Head and meta of a frame in one Buffer; its payload of `payloadLength` bytes is to be written behind it. */
export function encodeFrameStart(frame: Omit<FrameParts, 'payload'>, payloadLength: number): Buffer {
  const { kind, operation, flags = 0, id, meta } = frame;
  const metaLength = meta?.length ?? 0;
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + metaLength);
  const at = writeHead(bytes, { kind, operation, flags, id, metaLength, payloadLength }, 0);
  if (meta !== undefined) bytes.set(meta, at);
  return bytes;
}

/** A whole frame in one Buffer: for small ones. */
export function encodeFrame(frame: FrameParts): Buffer {
  const payload = frame.payload ?? [];
  const start = encodeFrameStart(frame, lengthOf(payload));
  return payload.length === 0 ? start : Buffer.concat([start, ...payload]);
}

/** Bytes of pieces together. */
export function lengthOf(pieces: readonly Uint8Array[]): number {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  return length;
}
