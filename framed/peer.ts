import type { CommandContext, Commands, Logger, PublicInterface, Role } from 'headframe';
import type { Interface as Workspace } from 'headframe/workspace';
import type { ByteSink } from './byte-sink.ts';
import type { Output } from './output.ts';
import type { QueueLimits } from './queue-limits.ts';
import type { Receiver } from './receiver.ts';
import type { RequestCounts } from './request-counts.ts';
import type { FramedSessions } from './sessions.ts';

/** The limits of framed clients, as a transport's settings have them. */
export interface FramedSettings {
  /** Longest value in a frame, in bytes. */
  readonly maxPayloadBytes: number;
  /** Longest frame of a client that has not been let in, in bytes. */
  readonly maxOpeningBytes: number;
  /** Longest JSON of a parameter that is no value, in bytes. */
  readonly maxJsonBytes: number;
  readonly maxNesting: number;
  /** Keys and elements in a request's JSON. */
  readonly maxKeys: number;
  /** Seconds between two heartbeats. */
  readonly heartbeatSeconds: number;
}

/** What all framed clients of one transport share. */
export interface FramedHost {
  /** The plugin whose settings the limits are: messages name them. */
  readonly plugin: string;
  /** Always current. */
  readonly settings: FramedSettings;
  readonly commands: Pick<Commands, 'dispatch' | 'params' | 'role'>;
  readonly workspace: PublicInterface<Workspace>;
  readonly framed: FramedSessions;
  readonly logger: Logger;
}

/** One client's connection, as its framed session needs it. The transport makes it, and ends it in bounded time. */
export interface FramedPeer {
  readonly host: FramedHost;
  readonly context: CommandContext;
  readonly counts: RequestCounts;
  /** Where it comes from, for people. */
  readonly peer: string;
  /** Whether it may be told where values lie on disk, when it proves that it can read them. */
  readonly mayHavePlaces: boolean;
  /** What may wait for it to read. */
  readonly queueLimits: QueueLimits;
  /** Whether it has been let in. */
  readonly established: boolean;
  /** Whether it is about to be closed: nothing that it sends counts any more. */
  readonly ending: boolean;
  /** Lets it in under a name, by its token or by where it comes from. Throws `UNAUTHENTICATED`. */
  admit(client: string, token: string | undefined): Role;
  /** Lets another receive what comes from now on, beginning with `rest`. */
  handOver(receiver: Receiver, rest: Buffer): void;
  /** Writes at once, in front of all that the session writes. */
  write(bytes: Buffer): void;
  /** Lets the session write in its own way from now on. */
  writeBy<O extends Output>(create: (sink: ByteSink) => O): O;
  /** Leaves what it sends in the system's buffers. */
  pause(): void;
  resume(): void;
  /** Told whether the session works on a request. */
  busy(busy: boolean): void;
  /** A notification replaced one that had not been sent. */
  collapsed(): void;
  /** Closes because it does not read. */
  tooSlow(reason: string): void;
  /** Closes when what was written has gone out. */
  end(reason: string): void;
  /** Closes at once. */
  destroy(reason: string): void;
}
