import type { ClientError } from '../errors.ts';
import type { SessionInfo } from '../link/session-info.ts';
import type { RawValue } from '../values/raw-value.ts';
import type { Metadata } from './metadata.ts';

/** A variable has come to be, has another value, another name, or other metadata. */
export interface DataChanged {
  readonly type: 'changed';
  readonly name: string;
  /** The workspace's revision of this change. */
  readonly revision: number;
  /** What happened; `renamed` when it had the name {@link from} before. */
  readonly change: 'created' | 'changed' | 'restored' | 'renamed' | 'metadata';
  /** Who did it; the client's own session has {@link SessionInfo.session}. */
  readonly provider: string;
  readonly session: string;
  readonly metadata: Metadata;
  readonly from?: string;
  /** The value, when it is as small as the subscription's `inline` says; see `decodeValue`. */
  readonly value?: RawValue;
}

/** A variable has gone, or has another name now. */
export interface DataDeleted {
  readonly type: 'deleted';
  readonly name: string;
  readonly revision: number;
  readonly change: 'deleted' | 'renamed';
  /** Empty when it is only known that the variable is gone: it went while the client was not connected. */
  readonly provider: string;
  readonly session: string;
}

/** What a change iterator gives. */
export type Change = DataChanged | DataDeleted;

/** The events of a client, by name. */
export interface ClientEvents {
  /** A variable that is subscribed to was written, restored, renamed, or its metadata changed. */
  dataChanged: DataChanged;
  /** A variable that is subscribed to has gone. */
  dataDeleted: DataDeleted;
  /** Settings have changed: their dotted names. */
  settingsChanged: { readonly keys: readonly string[] };
  /** There is a connection again; the first one is what `connect` waits for. */
  connected: SessionInfo;
  /** The connection has ended. `isFinal`: there will be no other. */
  disconnected: { readonly error: ClientError; readonly isFinal: boolean };
  /** After a reconnection, what had changed meanwhile could not be replayed, and was found by comparing. */
  resynced: { readonly revision: number; readonly changed: number; readonly deleted: number };
}
