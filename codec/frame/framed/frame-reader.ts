import { asBuffer } from '../ascii.ts';
import { FrameError } from '../frame-error.ts';
import { Frame, type FramePart, RefusedFrame } from './frame.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { type FrameHead, readHead } from './head.ts';
import type { SinkOf } from './payload-sink.ts';
import { FRAME_KIND, HEAD_BYTES, MAX_META_BYTES, SKIPPED_LIMITS } from './protocol.ts';
import { Streaming } from './streaming.ts';

/** What a reader takes, in bytes. */
export interface FrameLimits {
  /** Of the meta; 1 MiB unless given. */
  readonly meta?: number;
  /** Of the payload. */
  readonly payload: number;
  /** Of a frame as a whole, head included; a frame beyond it is not skipped. No limit unless given. */
  readonly frame?: number;
}

const NOTHING = Buffer.alloc(0);
/** Shorter pieces are cheaper copied than read by themselves. */
const LONG_BYTES = 64 * 1024;

/** A frame of which not all has come. */
interface Unfinished {
  readonly head: FrameHead;
  readonly meta: GrowingBytes;
  /** Where the payload goes, from when the meta is whole. */
  payload: GrowingBytes | Streaming | undefined;
}

/**
 * Cuts what a peer sends into frames of the framed dialect.
 *
 * Feed it a chunk, cut anywhere, then ask for the next frame until there is none; then it may be fed again, and
 * the chunk's memory used again. A frame beyond a limit is refused by its head, and nothing of it is kept.
 */
export class FrameReader {
  /** May be changed between two frames. */
  limits: FrameLimits;
  readonly #sinkOf: SinkOf;
  readonly #partialHead: Buffer = Buffer.allocUnsafeSlow(HEAD_BYTES);
  #headBytes = 0;
  #unfinished: Unfinished | undefined;
  #skipping = 0;
  #broken = false;
  #chunk: Buffer = NOTHING;
  #at = 0;

  /** `sinkOf` is asked for each frame that comes in more than one chunk. */
  constructor(limits: FrameLimits, sinkOf: SinkOf = () => undefined) {
    this.limits = limits;
    this.#sinkOf = sinkOf;
  }

  /** Whether a frame has begun and not ended, be it kept or skipped. */
  get isInsideFrame(): boolean {
    return this.#headBytes > 0 || this.#unfinished !== undefined || this.#skipping > 0;
  }

  /** Bytes fed that no frame was made of yet. */
  get waitingBytes(): number {
    return this.#chunk.length - this.#at;
  }

  /** Takes the next chunk; what was left of the one before comes first. */
  feed(chunk: Uint8Array): void {
    const bytes = asBuffer(chunk);
    this.#chunk = this.waitingBytes === 0 ? bytes : Buffer.concat([this.#chunk.subarray(this.#at), bytes]);
    this.#at = 0;
  }

  /** Copies what no frame was made of yet, so that the chunk's memory may be used again before that. */
  hold(): void {
    this.#chunk = Buffer.from(this.#chunk.subarray(this.#at));
    this.#at = 0;
  }

  /**
   * Where the next bytes belong, when they are many and of one payload: they may be put there, instead of being
   * fed, and {@link filled} tells how many.
   */
  room(): Buffer | undefined {
    const payload = this.#unfinished?.payload;
    if (!(payload instanceof GrowingBytes) || this.waitingBytes > 0 || this.#skipping > 0) return undefined;
    return payload.missing < LONG_BYTES ? undefined : payload.room();
  }

  /** `count` bytes were put into the room. */
  filled(count: number): void {
    const payload = this.#unfinished?.payload;
    if (payload instanceof GrowingBytes) payload.filled(count);
  }

  /** The next frame; `undefined` when more bytes are needed, and always after a refused frame that is not skipped. */
  next(): Frame | RefusedFrame | undefined {
    if (this.#broken || !this.#skip()) return undefined;
    if (this.#unfinished !== undefined) return this.#finish(this.#unfinished);
    const head = this.#readHead();
    if (head === undefined) return undefined;
    const refused = this.#check(head);
    if (refused !== undefined) return refused;
    const { metaLength, payloadLength } = head;
    if (this.waitingBytes >= metaLength + payloadLength) return this.#cut(head);
    this.#unfinished = { head, meta: new GrowingBytes(metaLength), payload: undefined };
    return this.#finish(this.#unfinished);
  }

  /** Passes over the bytes of a refused frame; false when more of them are to come. */
  #skip(): boolean {
    const skipped = Math.min(this.#skipping, this.waitingBytes);
    this.#at += skipped;
    this.#skipping -= skipped;
    return this.#skipping === 0;
  }

  #readHead(): FrameHead | undefined {
    const missing = HEAD_BYTES - this.#headBytes;
    const { waitingBytes } = this;
    const from = this.#at;
    if (missing === HEAD_BYTES && waitingBytes >= HEAD_BYTES) {
      this.#at = from + HEAD_BYTES;
      return readHead(this.#chunk, from);
    }
    const taken = Math.min(missing, waitingBytes);
    this.#chunk.copy(this.#partialHead, this.#headBytes, from, from + taken);
    this.#at = from + taken;
    this.#headBytes += taken;
    if (taken < missing) return undefined;
    this.#headBytes = 0;
    return readHead(this.#partialHead, 0);
  }

  #check(head: FrameHead): RefusedFrame | undefined {
    const { kind, metaLength, payloadLength } = head;
    if (kind < FRAME_KIND.request || kind > FRAME_KIND.notification) {
      this.#broken = true;
      return new RefusedFrame(
        head,
        undefined,
        new FrameError('BAD_FRAME', `there is no kind of frame ${kind}`),
        false,
      );
    }
    const { meta = MAX_META_BYTES, payload, frame = Number.POSITIVE_INFINITY } = this.limits;
    const size = HEAD_BYTES + metaLength + payloadLength;
    if (size > frame) return this.#refuse(head, 'frame', size, frame, false);
    const isSkipped = metaLength <= meta * SKIPPED_LIMITS && payloadLength <= payload * SKIPPED_LIMITS;
    if (metaLength > meta) return this.#refuse(head, 'meta', metaLength, meta, isSkipped);
    if (payloadLength > payload) return this.#refuse(head, 'payload', payloadLength, payload, isSkipped);
    return undefined;
  }

  #refuse(head: FrameHead, part: FramePart, size: number, limit: number, skipped: boolean): RefusedFrame {
    if (skipped) this.#skipping = head.metaLength + head.payloadLength;
    else this.#broken = true;
    const error = new FrameError('TOO_LARGE', `the ${part} has ${size} bytes; the limit is ${limit}`);
    return new RefusedFrame(head, part, error, skipped);
  }

  /** A frame all of which is in the chunk. */
  #cut({ kind, operation, flags, id, metaLength, payloadLength }: FrameHead): Frame {
    const payloadAt = this.#at + metaLength;
    const meta = metaLength === 0 ? NOTHING : this.#chunk.subarray(this.#at, payloadAt);
    this.#at = payloadAt + payloadLength;
    const payload = payloadLength === 0 ? NOTHING : Buffer.from(this.#chunk.subarray(payloadAt, this.#at));
    return new Frame(kind, operation, flags, id, meta, payload);
  }

  #finish(unfinished: Unfinished): Frame | undefined {
    const { head, meta } = unfinished;
    const { kind, operation, flags, id } = head;
    this.#at += meta.take(this.#chunk, this.#at);
    if (meta.missing > 0) return undefined;
    unfinished.payload ??= this.#begin(head, meta.whole);
    const { payload } = unfinished;
    this.#at += payload.take(this.#chunk, this.#at);
    if (payload.missing > 0) return undefined;
    this.#unfinished = undefined;
    return payload instanceof Streaming
      ? new Frame(kind, operation, flags, id, meta.whole, NOTHING, payload.sink)
      : new Frame(kind, operation, flags, id, meta.whole, payload.whole);
  }

  #begin(head: FrameHead, meta: Buffer): GrowingBytes | Streaming {
    const sink = this.#sinkOf(head, meta);
    return sink ? new Streaming(sink, head.payloadLength) : new GrowingBytes(head.payloadLength);
  }
}
