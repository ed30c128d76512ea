import { TERMINATOR, TERMINATOR_BYTES } from './terminator.ts';

/** What a subscriber of 2020 and 2021 reads at once. */
const READ_BYTES = 1024;
const SMALLEST_GRID = 128;
const HOLD_MS = 20;
const MAX_BATCH_BYTES = 32 * 1024;
const SPACE = 0x20;

/** What to do now with the messages that wait for one subscriber. */
export interface PacedWrite {
  /** To be written at once, as one write; empty when nothing may be written yet. */
  readonly bytes: Buffer;
  /** How many of the waiting messages those bytes hold, from the first on. */
  readonly taken: number;
  /** When messages remain: in how many ms to ask again (0: at once). */
  readonly waitMs: number;
}

/**
 * Says how to write broadcasts to one subscriber of a text dialect, so that its reads end on message ends.
 *
 * Such a client reads up to 1024 bytes at once, looks for `PMEND` at the end of one read only, and strips
 * any of P M E N D at both ends of the read in which it finds it. Its reads begin where a message begins, if
 * 1024 bytes after the beginning of each unread message there is an end of a message, or nothing yet. So
 * after 20 ms of silence, when the client has read what there was, one message alone goes as it is, and
 * nothing follows it for 20 ms; several go padded, with spaces before the terminator, to one size: a power
 * of two from 128 to 1024, the *grid*, which stays until the next silence. A message too long for the grid
 * waits for that silence. One longer than 1024 bytes gets spaces to a multiple of 1024 and a further 1024
 * of them, in which its last read lies.
 *
 * Pure: the caller has the clock, the queue and the socket.
 */
export class BroadcastPacer {
  #grid = 0;
  #quietAt = Number.NEGATIVE_INFINITY;

  /**
   * @param waiting the messages' JSON text, ASCII, without terminator; at most 32 KiB are taken at a time.
   * @param now a time in ms that never goes back.
   */
  next(waiting: readonly Uint8Array[], now: number): PacedWrite {
    const [first] = waiting;
    if (first === undefined) return { bytes: Buffer.alloc(0), taken: 0, waitMs: 0 };
    if (now >= this.#quietAt) this.#grid = waiting.length === 1 ? 0 : gridOf(waiting);
    else if (gridFor(first) > this.#grid) {
      return { bytes: Buffer.alloc(0), taken: 0, waitMs: this.#quietAt - now };
    }
    this.#quietAt = now + HOLD_MS;
    const pieces = this.#grid === 0 ? [alone(first)] : this.#padded(waiting);
    const taken = pieces.length;
    const bytes = Buffer.concat(pieces);
    return { bytes, taken, waitMs: this.#waitFor(waiting[taken]) };
  }

  #padded(waiting: readonly Uint8Array[]): Buffer[] {
    const pieces: Buffer[] = [];
    let length = 0;
    for (const message of waiting) {
      if (gridFor(message) > this.#grid) break;
      const piece = padded(message, paddedLength(message, this.#grid));
      length += piece.length;
      if (length > MAX_BATCH_BYTES && pieces.length > 0) break;
      pieces.push(piece);
    }
    return pieces;
  }

  #waitFor(following: Uint8Array | undefined): number {
    return following === undefined || gridFor(following) <= this.#grid ? 0 : HOLD_MS;
  }
}

/** The smallest grid that a message fits; 1024 for those that fit none. */
function gridFor(message: Uint8Array): number {
  let grid = SMALLEST_GRID;
  while (grid < READ_BYTES && grid < message.length + TERMINATOR.length) grid *= 2;
  return grid;
}

function gridOf(messages: readonly Uint8Array[]): number {
  return messages.reduce((grid, message) => Math.max(grid, gridFor(message)), SMALLEST_GRID);
}

function paddedLength(message: Uint8Array, grid: number): number {
  const length = message.length + TERMINATOR.length;
  return length <= READ_BYTES ? grid : (Math.ceil(message.length / READ_BYTES) + 1) * READ_BYTES;
}

function alone(message: Uint8Array): Buffer {
  const length = message.length + TERMINATOR.length;
  return padded(message, length <= READ_BYTES ? length : paddedLength(message, READ_BYTES));
}

function padded(message: Uint8Array, length: number): Buffer {
  const bytes = Buffer.alloc(length, SPACE);
  bytes.set(message, 0);
  TERMINATOR_BYTES.copy(bytes, length - TERMINATOR.length);
  return bytes;
}
