import { FRAMED_PREAMBLE } from 'headframe/codec';
import type { Connection } from '../connection.ts';
import { FramedSession } from '../framed/session.ts';
import type { Receiver } from '../receiver.ts';

const PREAMBLE = Buffer.from(FRAMED_PREAMBLE);

/** A framed client: both sides say which version they speak, then frames follow. */
export function openFramed(connection: Connection): Receiver {
  return new FramedPreamble(connection);
}

class FramedPreamble implements Receiver {
  readonly isInsidePacket: boolean = true;
  readonly #connection: Connection;
  #matched = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  receive(chunk: Buffer): void {
    const count = Math.min(PREAMBLE.length - this.#matched, chunk.length);
    const expected = PREAMBLE.subarray(this.#matched, this.#matched + count);
    this.#matched += count;
    const isOther = !chunk.subarray(0, count).equals(expected);
    if (!isOther && this.#matched < PREAMBLE.length) return;
    this.#connection.write(PREAMBLE);
    if (isOther) this.#connection.end('it speaks another version of the framed dialect');
    else this.#connection.handOver(new FramedSession(this.#connection), chunk.subarray(count));
  }
}
