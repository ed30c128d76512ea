import type { FrameError } from '../frame-error.ts';
import type { FrameHead } from './head.ts';

/** A frame as it came. */
export class Frame {
  readonly kind: number;
  readonly operation: number;
  readonly flags: number;
  readonly id: number;
  /** A view that is valid until the reader is fed again. */
  readonly meta: Buffer;
  /** Memory of its own. */
  readonly payload: Buffer;

  constructor(kind: number, operation: number, flags: number, id: number, meta: Buffer, payload: Buffer) {
    this.kind = kind;
    this.operation = operation;
    this.flags = flags;
    this.id = id;
    this.meta = meta;
    this.payload = payload;
  }
}

/** What has a limit. */
export type FramePart = 'frame' | 'meta' | 'payload';

/** A frame that was refused by its head. */
export class RefusedFrame {
  readonly kind: number;
  readonly operation: number;
  readonly id: number;
  /** What is beyond its limit; nothing for a frame that cannot be read. */
  readonly part: FramePart | undefined;
  /** `TOO_LARGE`, or `BAD_FRAME`. */
  readonly error: FrameError;
  /** Whether the next frame can be read: this one's bytes are passed over. If not, the reader reads no more. */
  readonly skipped: boolean;

  constructor(
    { kind, operation, id }: Pick<FrameHead, 'kind' | 'operation' | 'id'>,
    part: FramePart | undefined,
    error: FrameError,
    skipped: boolean,
  ) {
    this.kind = kind;
    this.operation = operation;
    this.id = id;
    this.part = part;
    this.error = error;
    this.skipped = skipped;
  }
}
