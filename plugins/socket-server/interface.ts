import { BaseInterface } from 'headframe';
import type { Counters } from './counters.ts';
import type { Address } from './listener.ts';
import type { Extension } from './main.ts';

export type { Counters } from './counters.ts';
export type { Address } from './listener.ts';

/** One connected client. */
export interface Client {
  /** The session, unique in the host. */
  readonly session: string;
  /** Its own name, or where it comes from. */
  readonly client: string;
  /** Its address and port. */
  readonly peer: string;
  /** `classic`, `named`, …; empty until its preamble has been read. */
  readonly dialect: string;
  /** Whether it gets broadcasts. */
  readonly long: boolean;
  readonly role: string;
  /** When it came, in ms since 1970. */
  readonly since: number;
  /** Bytes that wait for it. */
  readonly queuedBytes: number;
  /** Requests that it has sent. */
  readonly requests: number;
  /** Those that were answered with a failure. */
  readonly errors: number;
}

/** What others may know of the socket server. */
export class Interface extends BaseInterface<Extension> {
  static override readonly remote: readonly string[] = ['address', 'clients', 'counters'];

  /** Where it listens: with port 0 the one that was chosen. */
  address(): Address | undefined {
    return this.extension.server.address;
  }

  /** Who is connected, the oldest first. */
  clients(): Client[] {
    return [...this.extension.server.roster.connections].map(
      ({ context, counts, peer, since, queuedBytes }) => ({
        session: context.session,
        client: context.client,
        peer,
        dialect: context.transport,
        long: context.long,
        role: context.role,
        since,
        queuedBytes,
        requests: counts.requests,
        errors: counts.errors,
      }),
    );
  }

  /** What has happened since the server started. */
  counters(): Counters {
    return { ...this.extension.server.counters };
  }

  /** How often each error code was answered since then. */
  errors(): Readonly<Record<string, number>> {
    return this.extension.server.errorCodes.counts();
  }
}

declare module 'headframe' {
  interface Interfaces {
    'socket-server': Interface;
  }
}
