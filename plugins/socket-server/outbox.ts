import type { Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { type AnswerPart, BroadcastPacer } from 'headframe/codec';
import type { Output, QueueLimits } from 'headframe/framed';
import { type Broadcast, PendingBroadcasts } from './pending-broadcasts.ts';
import { TERMINATOR } from './terminator.ts';

/** What an outbox tells of. */
export interface OutboxEvents {
  /** A broadcast replaced one that had not been sent. */
  collapsed(): void;
  /** The reader is too slow; what waited for it is dropped. */
  overflowed(reason: string): void;
}

/** More than one batch of the pacer can take. */
const BATCH = 512;
/** After an answer a client's reads end nowhere in particular: as long as this it is left to read it. */
const QUIET_MS = 20;
/** A client that never stops asking gets its broadcasts nevertheless, after this long. */
const LONGEST_QUIET_MS = 100;

/**
 * All that is written to one socket: answers whole and in order, broadcasts between them, paced so that
 * PyMiner's clients can take them apart.
 *
 * Notes: an answer is waited for until the system has taken it, so a peer that does not read stops its
 * own requests and nobody else's. Broadcasts wait in a bounded queue; while the peer does not read,
 * those about the same variable collapse into the last.
 */
export class Outbox implements Output {
  readonly #socket: Socket;
  readonly #limits: QueueLimits;
  readonly #events: OutboxEvents;
  readonly #pacer = new BroadcastPacer();
  readonly #pending = new PendingBroadcasts();
  #answering = false;
  #blocked = false;
  #quietUntil = 0;
  #waitingSince = 0;
  #timer: NodeJS.Timeout | undefined;
  #tooFull: NodeJS.Timeout | undefined;

  constructor(socket: Socket, limits: QueueLimits, events: OutboxEvents) {
    this.#socket = socket;
    this.#limits = limits;
    this.#events = events;
  }

  /** Whether an answer is being written. */
  get answering(): boolean {
    return this.#answering;
  }

  /** Bytes that the system has not taken yet. */
  get queuedBytes(): number {
    return this.#pending.bytes + this.#socket.writableLength;
  }

  /**
   * Writes an answer. Resolves when the system has taken it, or the socket has gone. One at a time.
   * Rejects with what `parts` throws before its first part; later, that destroys the socket.
   */
  async answer(parts: Iterable<AnswerPart>): Promise<void> {
    this.#answering = true;
    let started = false;
    try {
      for (const { bytes, delayBeforeMs } of parts) {
        if (delayBeforeMs > 0) await sleep(delayBeforeMs);
        // A peer that reads as fast as it is written to would otherwise keep all others waiting.
        else if (started) await nextTurn();
        if (!this.#socket.writable) break;
        started = true;
        await this.#write(bytes);
      }
    } catch (error) {
      if (!started) throw error;
      this.#socket.destroy(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#answering = false;
      this.#quietUntil = performance.now() + QUIET_MS;
      this.flush();
    }
  }

  /** Queues a broadcast; {@link flush} writes it. */
  push(broadcast: Broadcast): void {
    if (!this.#socket.writable) return;
    if (this.#pending.count === 0) this.#waitingSince = performance.now();
    if (this.#pending.push(broadcast, this.#blocked)) this.#events.collapsed();
    const { softBytes, softMs, hardBytes } = this.#limits;
    const queued = this.queuedBytes;
    if (queued > hardBytes) this.#overflow(`${queued} bytes wait for it; ${hardBytes} are allowed`);
    else if (queued > softBytes) {
      const reason = `more than ${softBytes} bytes have waited for it for ${softMs} ms`;
      this.#tooFull ??= setTimeout(() => this.#overflow(reason), softMs);
    }
  }

  /** Writes the broadcasts that may be written now, and sees to it that the others follow. */
  flush(): void {
    while (this.#pending.count > 0 && !this.#answering && !this.#blocked && this.#socket.writable) {
      const now = performance.now();
      const quietUntil = Math.min(this.#quietUntil, this.#waitingSince + LONGEST_QUIET_MS);
      if (now < quietUntil) {
        this.#flushIn(quietUntil - now);
        return;
      }
      const { bytes, taken, waitMs } = this.#pacer.next(this.#pending.first(BATCH), now);
      if (taken > 0) this.#send(bytes, taken);
      if (waitMs > 0) {
        this.#flushIn(waitMs);
        return;
      }
    }
  }

  /** Writes a last broadcast behind those that wait, paced no more. */
  farewell(broadcast: Broadcast): void {
    this.#pending.push(broadcast, false);
    for (const text of this.#pending.first(this.#pending.count)) {
      if (this.#socket.writable) this.#socket.write(Buffer.concat([text, TERMINATOR]));
    }
    this.close();
  }

  /** Forgets what waits, and its timers. */
  close(): void {
    this.#pending.clear();
    clearTimeout(this.#timer);
    clearTimeout(this.#tooFull);
  }

  #send(bytes: Buffer, taken: number): void {
    this.#pending.drop(taken);
    this.#waitingSince = performance.now();
    this.#blocked = !this.#socket.write(bytes);
    if (this.#blocked) this.#socket.once('drain', () => this.#unblock());
    if (this.queuedBytes <= this.#limits.softBytes) this.#notTooFull();
  }

  #unblock(): void {
    this.#blocked = false;
    this.flush();
  }

  #flushIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), Math.ceil(ms));
  }

  #notTooFull(): void {
    clearTimeout(this.#tooFull);
    this.#tooFull = undefined;
  }

  #overflow(reason: string): void {
    this.close();
    this.#events.overflowed(reason);
  }

  #write(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => this.#socket.write(bytes, () => resolve()));
  }
}
