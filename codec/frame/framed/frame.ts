import type { FrameError } from '../frame-error.ts';
import type { FrameHead } from './head.ts';
import type { PayloadSink } from './payload-sink.ts';

/** A frame as it came. */
export class Frame {
  readonly kind: number;
  readonly operation: number;
  readonly flags: number;
  readonly id: number;
  /** A view that is valid until the reader is fed again. */
  readonly meta: Buffer;
  /** Memory of its own; empty when a sink took it. */
  readonly payload: Buffer;
  /** What has taken the payload, all of it. */
  readonly sink: PayloadSink | undefined;

  constructor(
    kind: number,
    operation: number,
    flags: number,
    id: number,
    meta: Buffer,
    payload: Buffer,
    sink?: PayloadSink,
  ) {
    this.kind = kind;
    this.operation = operation;
    this.flags = flags;
    this.id = id;
    this.meta = meta;
    this.payload = payload;
    this.sink = sink;
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
