import { codeOf, HeadframeError, messageOf } from 'headframe';
import { encodeFrame, encodeFrameStart, FRAME_KIND, HEAD_BYTES, writeU64 } from 'headframe/codec';
import type { FramedOutput } from './framed-output.ts';

/** What a request is answered with. */
export interface Answer {
  readonly flags: number;
  readonly meta: Uint8Array;
  /** Bytes of the payload. */
  readonly payloadLength: number;
  /** The payload in pieces; `streamed` when they are to be made while they are written. */
  readonly payload: Iterable<Uint8Array>;
  readonly streamed?: boolean;
}

/** An answer that is not there yet. */
export interface Pending {
  readonly answer: Promise<Answer>;
  /** Settles when the request has taken effect, and those behind it may begin; absent when they may at once. */
  readonly applied?: Promise<unknown>;
}

/** Frames up to this size are copied: a piece more for the system takes longer. */
const SHORT_BYTES = 32 * 1024;

/** Copied by who is given it. */
const revisionBytes: Buffer = Buffer.alloc(8);

const NOTHING: readonly Uint8Array[] = [];

/** An answer without a payload. */
export function metaAnswer(meta: Uint8Array, flags = 0): Answer {
  return { flags, meta, payloadLength: 0, payload: NOTHING };
}

/** Writes an answer. */
export function writeAnswer(output: FramedOutput, operation: number, id: number, answer: Answer): void {
  const { flags, meta, payloadLength, payload, streamed } = answer;
  const kind = FRAME_KIND.answer;
  const metaLength = meta.length;
  if (HEAD_BYTES + metaLength + payloadLength <= SHORT_BYTES) {
    output.writeShort({ kind, operation, flags, id, metaLength, payloadLength }, meta, payload);
    return;
  }
  output.write(encodeFrameStart({ kind, operation, flags, id, meta }, payloadLength));
  if (streamed) output.stream(payload, payloadLength);
  else for (const piece of payload) output.write(piece);
}

/** Writes the answer that consists of a revision. */
export function writeRevision(output: FramedOutput, operation: number, id: number, revision: number): void {
  const head = { kind: FRAME_KIND.answer, operation, flags: 0, id, metaLength: 8, payloadLength: 0 };
  writeU64(revisionBytes, revision, 0);
  output.writeShort(head, revisionBytes, NOTHING);
}

/** Writes what became of a request that failed. */
export function writeError(output: FramedOutput, operation: number, id: number, error: unknown): void {
  const data = error instanceof HeadframeError && Object.keys(error.data).length > 0 ? error.data : undefined;
  const meta = Buffer.from(JSON.stringify({ code: codeOf(error), message: messageOf(error), data }));
  output.write(encodeFrame({ kind: FRAME_KIND.error, operation, id, meta }));
}
