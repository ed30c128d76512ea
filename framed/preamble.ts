import { FRAMED_PREAMBLE } from 'headframe/codec';
import type { FramedPeer } from './peer.ts';
import type { Receiver } from './receiver.ts';
import { FramedSession } from './session.ts';

const PREAMBLE = Buffer.from(FRAMED_PREAMBLE);

/** A framed client: both sides say which version they speak, then frames follow. */
export function openFramed(peer: FramedPeer): Receiver {
  return new FramedPreamble(peer);
}

class FramedPreamble implements Receiver {
  readonly isInsidePacket: boolean = true;
  readonly #peer: FramedPeer;
  #matched = 0;

  constructor(peer: FramedPeer) {
    this.#peer = peer;
  }

  receive(chunk: Buffer): void {
    const count = Math.min(PREAMBLE.length - this.#matched, chunk.length);
    const expected = PREAMBLE.subarray(this.#matched, this.#matched + count);
    this.#matched += count;
    const isOther = !chunk.subarray(0, count).equals(expected);
    if (!isOther && this.#matched < PREAMBLE.length) return;
    this.#peer.write(PREAMBLE);
    if (isOther) this.#peer.end('it speaks another version of the framed dialect');
    else this.#peer.handOver(new FramedSession(this.#peer), chunk.subarray(count));
  }
}
