import { asBuffer, skipSpace } from './ascii.ts';
import { FrameError } from './frame-error.ts';
import { PacketBuffer } from './packet-buffer.ts';
import { PacketScanner } from './packet-scanner.ts';
import { TERMINATOR } from './terminator.ts';

/** Default limit of one packet, in bytes without its terminator: 512 MiB. */
export const DEFAULT_MAX_PACKET_BYTES = 512 * 1024 * 1024;

export interface TextPacketReaderOptions {
  /** Limit of one packet in bytes, without its terminator and the spaces before it. */
  readonly maxBytes?: number;
  /** Drops a terminator that stands before the first packet: the optional one of a `named` preamble. */
  readonly dropLeadingTerminator?: boolean;
}

/**
 * Cuts what a peer sends into the packets of the text dialects: JSON text, ended by `PMEND`.
 *
 * Feed it chunks cut anywhere; it copies what it keeps, so that a chunk's memory may be used again. White
 * space before a packet is dropped. {@link PacketScanner} says where a packet ends, also one that is no JSON;
 * a string that is never closed is bounded by `maxBytes`.
 */
export class TextPacketReader {
  readonly #maxBytes: number;
  readonly #scanner = new PacketScanner('terminator');
  readonly #pending: PacketBuffer;
  #dropTerminator: boolean;
  #started = false;
  #skipping = false;

  constructor(options: TextPacketReaderOptions = {}) {
    this.#maxBytes = options.maxBytes ?? DEFAULT_MAX_PACKET_BYTES;
    this.#dropTerminator = options.dropLeadingTerminator ?? false;
    this.#pending = new PacketBuffer(this.#maxBytes + TERMINATOR.length);
  }

  /** Bytes held of a packet that has not ended yet. */
  get pendingBytes(): number {
    return this.#pending.length;
  }

  /** Whether a packet has begun and not ended, be it kept or skipped. */
  get isInsidePacket(): boolean {
    return this.#started;
  }

  /**
   * Takes the next chunk. Gives, in order, the packets that ended in it, without their terminators, and a
   * {@link FrameError} with code `PACKET_TOO_LARGE` for each packet that crossed the limit in it: the rest
   * of such a packet is skipped without being held, and the next one is read as ever.
   */
  push(chunk: Uint8Array): Array<Buffer | FrameError> {
    const bytes = asBuffer(chunk);
    const packets: Array<Buffer | FrameError> = [];
    let at = 0;
    while (at < bytes.length) {
      if (!this.#started) {
        at = skipSpace(bytes, at);
        if (at === bytes.length) break;
        this.#started = true;
      }
      const end = this.#scanner.scan(bytes, at);
      const stop = end < 0 ? bytes.length : end;
      const packet = this.#keep(bytes, at, stop, end >= 0);
      if (packet !== undefined && !this.#isDroppedTerminator(packet)) packets.push(packet);
      if (end >= 0) this.#startOver();
      at = stop;
    }
    return packets;
  }

  #keep(bytes: Buffer, from: number, stop: number, ended: boolean): Buffer | FrameError | undefined {
    if (this.#skipping) return undefined;
    const size = this.#pending.length + stop - from - this.#scanner.matched;
    if (size > this.#maxBytes) {
      this.#skipping = true;
      this.#pending.clear();
      return new FrameError('PACKET_TOO_LARGE', `packet exceeds the limit of ${this.#maxBytes} bytes`);
    }
    if (ended && this.#pending.length === 0) return Buffer.from(bytes.subarray(from, from + size));
    this.#pending.append(bytes, from, stop);
    return ended ? this.#pending.take(size) : undefined;
  }

  #isDroppedTerminator(packet: Buffer | FrameError): boolean {
    const dropped = this.#dropTerminator && Buffer.isBuffer(packet) && packet.length === 0;
    this.#dropTerminator = false;
    return dropped;
  }

  #startOver(): void {
    this.#scanner.reset();
    this.#started = false;
    this.#skipping = false;
  }
}
