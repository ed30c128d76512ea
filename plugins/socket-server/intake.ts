import type { Socket } from 'node:net';
import type { Receiver } from 'headframe/framed';
import { readInPlace } from './read-in-place.ts';

/** What the intake of a connection has to know of it. */
export interface IntakeOwner {
  /** Whether nothing that comes counts any more. */
  readonly ending: boolean;
  /** How many bytes it may send until it is known who it is; nothing where that is not bounded. */
  readonly openingLimit: number | undefined;
  end(reason: string): void;
  fail(error: unknown): void;
}

/** Receives nothing. */
const NOBODY: Receiver = { receive: () => undefined, isInsidePacket: false };

/** What comes on a connection, for the receiver of the moment. */
export class Intake {
  readonly #owner: IntakeOwner;
  #receiver: Receiver;
  #openingBytes = 0;

  constructor(owner: IntakeOwner, receiver: Receiver) {
    this.#owner = owner;
    this.#receiver = receiver;
  }

  /** Who receives now. */
  get receiver(): Receiver {
    return this.#receiver;
  }

  /** Lets another receive what comes from now on, beginning with `rest`. */
  handOver(receiver: Receiver, rest: Buffer): void {
    this.#receiver = receiver;
    if (rest.length > 0) receiver.receive(rest);
  }

  /** Nothing that comes from now on is looked at. */
  overlook(): void {
    this.#receiver = NOBODY;
  }

  receive(chunk: Buffer): void {
    const owner = this.#owner;
    if (owner.ending) return;
    this.#take(() => this.#receiver.receive(chunk));
    const limit = owner.openingLimit;
    if (limit === undefined || this.#receiver.limitsOpening) return;
    this.#openingBytes += chunk.length;
    if (this.#openingBytes > limit) owner.end(`it sent more than ${limit} bytes and not who it is`);
  }

  /** Has a receiver that has room for what comes read into it. */
  readInPlace(socket: Socket): void {
    readInPlace(socket, {
      room: () => this.#receiver.room?.(),
      filled: (count) => {
        if (!this.#owner.ending) this.#take(() => this.#receiver.filled?.(count));
      },
      received: (chunk) => this.receive(chunk),
    });
  }

  #take(receive: () => void): void {
    try {
      receive();
    } catch (error) {
      this.#owner.fail(error);
    }
  }
}
