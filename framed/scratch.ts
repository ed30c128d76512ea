import { type FrameHead, HEAD_BYTES, writeHead } from 'headframe/codec';

const BYTES = 64 * 1024;

/** Who has put bytes into a {@link Scratch} that are not written yet. */
export interface ScratchOwner {
  /** Another needs the memory: what is there is to be copied, and the memory given back. */
  settle(): void;
}

/** Memory for short answers until they are written: one piece for all connections, which have it in turns. */
export class Scratch {
  #bytes: Buffer = Buffer.allocUnsafeSlow(BYTES);
  #used = 0;
  #owner: ScratchOwner | undefined;

  /** Bytes that `owner` has put here. */
  usedBy(owner: ScratchOwner): number {
    return this.#owner === owner ? this.#used : 0;
  }

  /** Puts a frame behind those that `owner` has here already; false when there is no room for it. */
  write(owner: ScratchOwner, head: FrameHead, meta: Uint8Array, payload: Iterable<Uint8Array>): boolean {
    if (this.#owner !== owner) {
      this.#owner?.settle();
      this.#owner = owner;
    }
    const end = this.#used + HEAD_BYTES + meta.length + head.payloadLength;
    if (end > BYTES) return false;
    const bytes = this.#bytes;
    let at = writeHead(bytes, head, this.#used);
    bytes.set(meta, at);
    at += meta.length;
    for (const piece of payload) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#used = end;
    return true;
  }

  /** What the present owner has put here. */
  get content(): Buffer {
    return this.#bytes.subarray(0, this.#used);
  }

  /** The owner has nothing here any more; with `isKept`, somebody still reads the memory. */
  release(isKept: boolean): void {
    this.#owner = undefined;
    this.#used = 0;
    if (isKept) this.#bytes = Buffer.allocUnsafeSlow(BYTES);
  }
}
