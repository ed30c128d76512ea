import type { Frame } from '../../../codec/frame/framed/index.ts';
import type { ClientError } from '../errors.ts';
import type { Params } from '../requests/command.ts';
import type { SessionInfo } from './session-info.ts';
import type { Dial } from './transport.ts';

/** A way to a host. */
export interface Route {
  readonly dial: Dial;
  /** Where it leads, for messages. */
  readonly where: string;
  readonly token: string | undefined;
}

/** What a link needs to know. */
export interface LinkOptions {
  /** Finds the host: asked before each attempt, as the address may have changed. */
  readonly find: () => Promise<Route>;
  /** What hello says beside the token. */
  readonly hello: () => Params;
  readonly reconnect: boolean;
  /** How long a request waits for its answer, in milliseconds, unless it says otherwise. */
  readonly timeoutMs: number;
}

/** What a link tells of. */
export interface LinkEvents {
  /** Requests that are made meanwhile are sent before those that waited for a connection. */
  readonly connected: (info: SessionInfo) => void;
  /** `isFinal`: there will be no other connection. */
  readonly disconnected: (error: ClientError, isFinal: boolean) => void;
  readonly notified: (frame: Frame) => void;
}
