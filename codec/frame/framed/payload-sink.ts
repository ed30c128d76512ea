import type { FrameHead } from './head.ts';

/** Takes a payload as it comes, in the place of memory for all of it. */
export interface PayloadSink {
  /** Takes the next bytes, which are valid until it returns. Does not throw: what went wrong is told when all has come. */
  write(bytes: Buffer): void;
}

/** Chooses what takes the payload of a frame whose meta has come; nothing: memory. Does not throw. */
export type SinkOf = (head: FrameHead, meta: Buffer) => PayloadSink | undefined;
