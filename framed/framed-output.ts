import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ByteSink } from './byte-sink.ts';
import type { Output } from './output.ts';

/** Answers of so many bytes may wait for a peer; then no more of its requests are read. */
const MAX_QUEUED_BYTES = 8 * 1024 * 1024;
/** Pieces up to this size are joined: a copy costs less than a piece more for the system. */
const JOINED_BYTES = 8192;

/** Longer pieces are written bit by bit: so it shows whether the peer takes them. */
const LONGEST_PIECE_BYTES = 1024 * 1024;

/** Bytes that are made while they are written. */
interface Stream {
  readonly pieces: Iterable<Uint8Array>;
}

/**
 * All that is written to one framed client: frames whole and in the order in which they were given. What is
 * given in one turn of the event loop goes out in one write.
 */
export class FramedOutput implements Output {
  readonly #sink: ByteSink;
  readonly #written: () => void;
  #waiting: (Uint8Array | Stream)[] = [];
  #waitingBytes = 0;
  #scheduled = false;
  #streaming = false;
  #taken = 0;

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
    if (this.#streaming || this.#waiting.length === 0) return;
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

  #queue(item: Uint8Array | Stream): void {
    this.#waiting.push(item);
    if (this.#scheduled) return;
    this.#scheduled = true;
    process.nextTick(() => this.flush());
  }

  #send(pieces: readonly Uint8Array[]): void {
    const joined = join(pieces);
    for (const { length } of joined) this.#waitingBytes -= length;
    const last = joined.pop();
    if (last === undefined || !this.#sink.writable) return;
    if (joined.length > 0) this.#sink.cork();
    for (const piece of joined) this.#sink.write(piece);
    this.#sink.write(last, () => this.#onTaken());
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

  #onTaken(): void {
    this.#taken += 1;
    this.#written();
  }
}

function* cut(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += LONGEST_PIECE_BYTES) {
    yield bytes.subarray(at, at + LONGEST_PIECE_BYTES);
  }
}

/** The same bytes in fewer pieces. */
function join(pieces: readonly Uint8Array[]): Uint8Array[] {
  if (pieces.length <= 1) return [...pieces];
  const joined: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  const finish = (): void => {
    if (small.length > 0) joined.push(small.length === 1 ? (small[0] as Uint8Array) : Buffer.concat(small));
    small = [];
  };
  for (const piece of pieces) {
    if (piece.length <= JOINED_BYTES) small.push(piece);
    else {
      finish();
      joined.push(piece);
    }
  }
  finish();
  return joined;
}
