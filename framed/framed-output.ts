import { setImmediate as nextTurn } from 'node:timers/promises';
import { type FrameHead, HEAD_BYTES } from 'headframe/codec';
import type { ByteSink } from './byte-sink.ts';
import { joinShort } from './join-short.ts';
import type { Output } from './output.ts';
import { Scratch, type ScratchOwner } from './scratch.ts';

/** Answers of so many bytes may wait for a peer; then no more of its requests are read. */
const MAX_QUEUED_BYTES = 8 * 1024 * 1024;
/** Longer pieces are written bit by bit: so it shows whether the peer takes them. */
const LONGEST_PIECE_BYTES = 1024 * 1024;

/** Bytes that are made while they are written. */
interface Stream {
  readonly pieces: Iterable<Uint8Array>;
}

const scratch = new Scratch();

/**
 * All that is written to one framed client: frames whole and in the order in which they were given. What is
 * given in one turn of the event loop goes out in one write.
 */
export class FramedOutput implements Output, ScratchOwner {
  readonly #sink: ByteSink;
  readonly #written: () => void;
  readonly #onTaken = (): void => {
    this.#taken += 1;
    this.#written();
  };
  #waiting: (Uint8Array | Stream)[] = [];
  #waitingBytes = 0;
  #scheduled = false;
  #streaming = false;
  #taken = 0;
  /** Whether the system took all that was written last at once. */
  #isQuick = true;

  /** `written` is called whenever the system has taken something. */
  constructor(sink: ByteSink, written: () => void) {
    this.#sink = sink;
    this.#written = written;
  }

  get queuedBytes(): number {
    return this.#waitingBytes + this.#sink.writableLength;
  }

  /** How often the system has taken something. */
  get taken(): number {
    return this.#taken;
  }

  get answering(): boolean {
    return this.#streaming || this.queuedBytes > 0;
  }

  /** Whether as much waits as may. */
  get isFull(): boolean {
    return this.queuedBytes >= MAX_QUEUED_BYTES;
  }

  /** Has what is queued from now on wait for {@link flush}, which the caller calls before the turn ends. */
  gather(): void {
    this.#scheduled = true;
  }

  /** Queues a short frame, 32 KiB at most: it is copied. */
  writeShort(head: FrameHead, meta: Uint8Array, payload: Iterable<Uint8Array>): void {
    while (!scratch.write(this, head, meta, payload)) this.settle();
    this.#waitingBytes += HEAD_BYTES + meta.length + head.payloadLength;
    this.#schedule();
  }

  /** Queues bytes that nobody changes any more. */
  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (bytes.length > LONGEST_PIECE_BYTES) this.stream(cut(bytes), bytes.length);
    else {
      this.#waitingBytes += bytes.length;
      this.#queue(bytes);
    }
  }

  /** Queues bytes and writes them, with those that wait, at once. */
  writeNow(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.settle();
    if (this.#waiting.length === 0 && !this.#streaming) {
      if (this.#sink.writable) this.#sink.write(bytes, this.#onTaken);
      return;
    }
    this.#waitingBytes += bytes.length;
    this.#waiting.push(bytes);
    this.flush();
  }

  /** Queues `length` bytes that are made piece by piece, as fast as the peer takes them. */
  stream(pieces: Iterable<Uint8Array>, length: number): void {
    this.#waitingBytes += length;
    this.#queue({ pieces });
  }

  /** Writes what waits, up to the first stream and, when that has ended, on from there. */
  flush(): void {
    this.#scheduled = false;
    if (this.#waiting.length === 0 && !this.#streaming) {
      this.#sendShort();
      return;
    }
    this.settle();
    if (this.#streaming) return;
    const waiting = this.#waiting;
    const ready: Uint8Array[] = [];
    let stream: Stream | undefined;
    for (const one of waiting) {
      if (one instanceof Uint8Array) ready.push(one);
      else {
        stream = one;
        break;
      }
    }
    this.#waiting = stream === undefined ? [] : waiting.slice(ready.length + 1);
    this.#send(ready);
    if (stream !== undefined) void this.#pump(stream);
  }

  close(): void {
    this.flush();
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  /** Copies the short frames that wait to where what follows them waits, too. */
  settle(): void {
    if (scratch.usedBy(this) === 0) return;
    this.#waiting.push(Buffer.from(scratch.content));
    scratch.release(false);
  }

  #queue(item: Uint8Array | Stream): void {
    this.settle();
    this.#waiting.push(item);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    process.nextTick(() => this.flush());
  }

  /** Writes the short frames from where they are, unless the system has been slow to take what it was given. */
  #sendShort(): void {
    const used = scratch.usedBy(this);
    if (used === 0) return;
    this.#waitingBytes -= used;
    const wasQuick = this.#isQuick;
    if (this.#sink.writable) {
      this.#sink.write(wasQuick ? scratch.content : Buffer.from(scratch.content), this.#onTaken);
      this.#isQuick = this.#sink.writableLength === 0;
    }
    scratch.release(wasQuick && !this.#isQuick);
  }

  #send(pieces: readonly Uint8Array[]): void {
    const joined = joinShort(pieces);
    for (const { length } of joined) this.#waitingBytes -= length;
    const last = joined.pop();
    if (last === undefined || !this.#sink.writable) return;
    if (joined.length > 0) this.#sink.cork();
    for (const piece of joined) this.#sink.write(piece);
    this.#sink.write(last, this.#onTaken);
    if (joined.length > 0) this.#sink.uncork();
  }

  async #pump({ pieces }: Stream): Promise<void> {
    this.#streaming = true;
    try {
      for (const piece of pieces) {
        if (!this.#sink.writable) return;
        await new Promise<void>((resolve) => this.#sink.write(piece, () => resolve()));
        this.#waitingBytes -= piece.length;
        this.#taken += 1;
        // A peer that reads as fast as it is written to would otherwise keep all others waiting.
        await nextTurn();
      }
    } catch (error) {
      this.#sink.destroy(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#streaming = false;
      this.flush();
      this.#written();
    }
  }
}

function* cut(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += LONGEST_PIECE_BYTES) {
    yield bytes.subarray(at, at + LONGEST_PIECE_BYTES);
  }
}
