import { FLAG, FRAME_KIND, Frame, type FrameReader, OPERATION, type RefusedFrame } from 'headframe/codec';

/** Sets that are written together, and bytes of the longest of them. */
const MAX_GROUP = 256;
const MAX_PAYLOAD_BYTES = 8192;
/** Flags of a set that asks for nothing but to be written. */
const PLAIN_FLAGS: number = FLAG.methodMask;

/** Gives a reader's frames one by one, and small sets that stand one behind the other as a group. */
export class FrameGroups {
  readonly #reader: FrameReader;
  /** Frames that were read and are to be given one by one, before the reader's. */
  #ahead: (Frame | RefusedFrame)[] = [];

  constructor(reader: FrameReader) {
    this.#reader = reader;
  }

  /** The next frame, or the next sets, two or more; nothing when more bytes are needed. */
  next(): Frame | RefusedFrame | readonly Frame[] | undefined {
    const first = this.#ahead.shift() ?? this.#reader.next();
    return first !== undefined && this.#ahead.length === 0 && isPlainSet(first) ? this.#group(first) : first;
  }

  /** Takes back the sets of a group, to give them one by one. */
  putBack(frames: readonly Frame[]): void {
    this.#ahead.unshift(...frames);
  }

  /** Copies what has not been given yet, so that the memory of what was fed may be used again. */
  hold(): void {
    this.#ahead = this.#ahead.map((one) => (one instanceof Frame ? detached(one) : one));
    if (this.#reader.waitingBytes > 0) this.#reader.hold();
  }

  /** Whether something has come that was not given yet. */
  get isWaiting(): boolean {
    return this.#ahead.length > 0 || this.#reader.waitingBytes > 0;
  }

  #group(first: Frame): Frame | readonly Frame[] {
    const frames = [first];
    while (frames.length < MAX_GROUP) {
      const next = this.#reader.next();
      if (next === undefined) break;
      if (!isPlainSet(next)) {
        this.#ahead.push(next);
        break;
      }
      frames.push(next);
    }
    return frames.length === 1 ? first : frames;
  }
}

function isPlainSet(frame: Frame | RefusedFrame): frame is Frame {
  return (
    frame instanceof Frame &&
    frame.operation === OPERATION.set &&
    frame.kind === FRAME_KIND.request &&
    (frame.flags & ~PLAIN_FLAGS) === 0 &&
    frame.id !== 0 &&
    frame.sink === undefined &&
    frame.payload.length <= MAX_PAYLOAD_BYTES
  );
}

function detached({ kind, operation, flags, id, meta, payload, sink }: Frame): Frame {
  return new Frame(kind, operation, flags, id, Buffer.from(meta), payload, sink);
}
