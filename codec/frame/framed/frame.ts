import type { FrameError } from '../frame-error.ts';

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

/** A frame that was refused by its head. */
export class RefusedFrame {
  readonly kind: number;
  readonly operation: number;
  readonly id: number;
  /** `TOO_LARGE`, or `BAD_FRAME`. */
  readonly error: FrameError;
  /** Whether the next frame can be read: this one's bytes are passed over. If not, the reader reads no more. */
  readonly skipped: boolean;

  constructor(kind: number, operation: number, id: number, error: FrameError, skipped: boolean) {
    this.kind = kind;
    this.operation = operation;
    this.id = id;
    this.error = error;
    this.skipped = skipped;
  }
}
