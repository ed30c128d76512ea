import { HEAD_BYTES } from './protocol.ts';
import { readU64, writeU64 } from './u64.ts';

/** The fixed part of a frame. Lengths in bytes. */
export interface FrameHead {
  /** One of `FRAME_KIND`, unless it was read from a peer that sends others. */
  readonly kind: number;
  readonly operation: number;
  readonly flags: number;
  /** Unsigned, 32 bits. */
  readonly id: number;
  readonly metaLength: number;
  readonly payloadLength: number;
}

/** Reads the head that stands at `at`: {@link HEAD_BYTES} bytes. */
export function readHead(bytes: Buffer, at: number): FrameHead {
  return {
    kind: bytes[at] ?? 0,
    operation: bytes[at + 1] ?? 0,
    flags: bytes.readUInt16LE(at + 2),
    id: bytes.readUInt32LE(at + 4),
    metaLength: bytes.readUInt32LE(at + 8),
    payloadLength: readU64(bytes, at + 12),
  };
}

/** Writes a head at `at`; gives the place after it. */
export function writeHead(bytes: Buffer, head: FrameHead, at: number): number {
  bytes[at] = head.kind;
  bytes[at + 1] = head.operation;
  bytes.writeUInt16LE(head.flags, at + 2);
  bytes.writeUInt32LE(head.id, at + 4);
  bytes.writeUInt32LE(head.metaLength, at + 8);
  writeU64(bytes, head.payloadLength, at + 12);
  return at + HEAD_BYTES;
}
