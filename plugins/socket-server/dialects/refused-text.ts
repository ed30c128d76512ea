import { codeOf, HeadframeError, messageOf } from 'headframe';
import { encodePacket } from 'headframe/codec';
import type { Receiver } from 'headframe/framed';
import type { Connection } from '../connection.ts';
import { failed } from './answers.ts';

/** Why a client of a text dialect is not let in; `undefined` when it is. */
export function refusalOf(connection: Connection): HeadframeError | undefined {
  try {
    connection.host.admitText(connection);
    return undefined;
  } catch (error) {
    if (!(error instanceof HeadframeError)) throw error;
    return error;
  }
}

/**
 * A client that is not let in and waits for the answer to its first request: it gets one, since PyMiner's
 * short connections throw the preamble's away, and then wait for ever for what does not come.
 */
export class RefusedText implements Receiver {
  readonly isInsidePacket: boolean = true;
  readonly #connection: Connection;
  readonly #reason: HeadframeError;

  constructor(connection: Connection, reason: HeadframeError) {
    this.#connection = connection;
    this.#reason = reason;
  }

  receive(): void {
    sayRefused(this.#connection, this.#reason);
    this.#connection.end(`${codeOf(this.#reason)}: ${messageOf(this.#reason)}`);
  }
}

/** Tells a client why it is not let in. */
export function sayRefused(connection: Connection, reason: HeadframeError): void {
  connection.host.counters.refused += 1;
  connection.write(Buffer.concat([...encodePacket(failed(undefined, reason))]));
}
