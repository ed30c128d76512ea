import { asBuffer, skipSpace } from './ascii.ts';
import { FrameError } from './frame-error.ts';
import { PacketBuffer } from './packet-buffer.ts';
import { PacketScanner } from './packet-scanner.ts';
import { TERMINATOR } from './terminator.ts';

const DEFAULT_MAX_PREAMBLE_BYTES = 4096;

/** A preamble, and the bytes of the same chunk that follow it. */
export interface Preamble {
  /** The JSON text of the object; or what came instead, which then is no JSON. Without terminator. */
  readonly bytes: Buffer;
  /** A view of the chunk; empty when nothing followed. */
  readonly rest: Buffer;
}

/**
 * Reads the preamble of the dialect `named`: one JSON object, complete with its closing brace.
 *
 * The short preamble has no terminator and its client waits for an answer, so none may be waited for; the
 * terminator of the long one (or one that a short one has nevertheless) stays in front of what follows:
 * give that to a `TextPacketReader` with `dropLeadingTerminator`.
 */
export class PreambleReader {
  readonly #maxBytes: number;
  readonly #scanner = new PacketScanner('object');
  readonly #pending: PacketBuffer;

  /** @param maxBytes limit of the preamble in bytes, 4096 by default. */
  constructor(maxBytes: number = DEFAULT_MAX_PREAMBLE_BYTES) {
    this.#maxBytes = maxBytes;
    this.#pending = new PacketBuffer(maxBytes + TERMINATOR.length);
  }

  /**
   * Takes the next chunk; gives the preamble with the chunk in which it ends, `undefined` before that.
   * Not to be called after that.
   *
   * @throws FrameError `PACKET_TOO_LARGE` when it is longer than the limit.
   */
  push(chunk: Uint8Array): Preamble | undefined {
    const bytes = asBuffer(chunk);
    const from = this.#pending.length === 0 ? skipSpace(bytes, 0) : 0;
    const end = this.#scanner.scan(bytes, from);
    const stop = end < 0 ? bytes.length : end;
    const size = this.#pending.length + stop - from - this.#scanner.matched;
    if (size > this.#maxBytes) {
      throw new FrameError('PACKET_TOO_LARGE', `preamble exceeds the limit of ${this.#maxBytes} bytes`);
    }
    this.#pending.append(bytes, from, stop);
    return end < 0 ? undefined : { bytes: this.#pending.take(size), rest: bytes.subarray(stop) };
  }
}
