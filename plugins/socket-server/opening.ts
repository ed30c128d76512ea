import { recognise } from 'headframe/codec';
import type { Receiver } from 'headframe/framed';
import type { Connection } from './connection.ts';
import type { Dialects } from './dialects/index.ts';

/** Receives a connection's first bytes, until they tell the dialect, and hands over to that. */
export class Opening implements Receiver {
  readonly isInsidePacket: boolean = true;
  readonly #connection: Connection;
  readonly #dialects: Dialects;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(connection: Connection, dialects: Dialects) {
    this.#connection = connection;
    this.#dialects = dialects;
  }

  receive(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    const { is, consumed } = recognise(this.#bytes);
    if (is === 'incomplete') return;
    const receiver = this.#dialects[is](this.#connection, this.#bytes);
    if (receiver) this.#connection.handOver(receiver, this.#bytes.subarray(consumed));
  }
}
