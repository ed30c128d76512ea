import type { Subscription } from './changes/subscription.ts';
import type { RequestOptions } from './requests/request.ts';
import type { Level } from './requests/set.ts';
import type { ReadAs } from './values/decode-value.ts';
import type { Method } from './values/raw-value.ts';

/** Settings of a client. */
export interface ClientOptions {
  /** A name for people, at most 64 characters; writes carry it as their provider. `node-` and the process's id unless given. */
  readonly client?: string;
  /** Proves who the client is; where it comes from otherwise is `connect`'s matter. */
  readonly token?: string;
  /** Of which variables the client is told from the beginning; otherwise of all, from the first listener on. */
  readonly subscribe?: Subscription;
  /** How long a request waits for its answer, in milliseconds; 30,000 unless given. */
  readonly timeoutMs?: number;
  /** Whether to connect again when the connection is lost; true unless given. */
  readonly reconnect?: boolean;
}

/** Settings of `connect`. */
export interface ConnectOptions extends ClientOptions {
  /** The host's data folder, where it has published its address and its token; `./.headframe` unless given. */
  readonly dataDir?: string;
  /**
   * Whether large values are read and written as the host's own files, where the host offers that to a client
   * of its user on its machine; true unless given.
   */
  readonly places?: boolean;
  /**
   * How many bytes of small values are kept, so that reading one again takes a look into memory and no request;
   * 64 MiB unless given, and only where {@link places} are. `false`: none.
   */
  readonly cache?: number | false;
  /** With `tls://`: the path of a file of certificates (PEM) that are trusted instead of the system's. */
  readonly ca?: string;
  /** With `tls://`: the SHA-256 of the host's certificate, in hexadecimal digits. That certificate is trusted, and no other. */
  readonly fingerprint?: string;
}

/** How a variable is read. */
export interface GetOptions extends RequestOptions, ReadAs {}

/** How a document is read. */
export interface GetRawOptions extends RequestOptions {
  /** Convert to this; as it is stored unless given. */
  readonly method?: Method;
}

/** How something is changed. */
export interface ChangeOptions extends RequestOptions {
  /** The revision that the variable must have, 0: it must not exist. Otherwise the change is refused with `CONFLICT`. */
  readonly ifRevision?: number;
}

/** How a variable is written. */
export interface SetOptions extends ChangeOptions {
  /** Free keys of its metadata to set with it; `null` takes one away. */
  readonly info?: Readonly<Record<string, unknown>>;
  /** How durable it is before the answer; the workspace's own unless given. */
  readonly level?: Level;
  /** How the value is written: `json`, typed JSON, unless given. */
  readonly method?: Method;
}

/** How variables are written in one step. */
export interface SetManyOptions extends RequestOptions {
  /** By name: as {@link ChangeOptions.ifRevision}. */
  readonly ifRevision?: Readonly<Record<string, number>>;
  readonly level?: Level;
  readonly method?: Method;
}

/** How variables are deleted in one step. */
export type DeleteManyOptions = Pick<SetManyOptions, 'ifRevision' | 'signal' | 'timeoutMs'>;

/** How far undo and redo go. */
export interface TravelOptions extends ChangeOptions {
  /** Revisions; 1 unless given. */
  readonly steps?: number;
}

/** How long a lock holds. */
export interface LockOptions extends RequestOptions {
  /** Milliseconds; 10,000 unless given. */
  readonly leaseMs?: number;
}

/** How `waitFor` waits. */
export interface WaitOptions extends RequestOptions {
  /** The last revision that was seen; 0, unless given: until the variable exists. */
  readonly sinceRevision?: number;
  /** At most so many milliseconds; 30,000 unless given. */
  readonly waitMs?: number;
}

/** How a command is called. */
export interface CallOptions extends RequestOptions {
  /** Its parameters that are values, by name. */
  readonly values?: Readonly<Record<string, unknown>>;
}
