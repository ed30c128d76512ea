/** Where values lie that the client may read as files: absolute paths, and the name of a file in `directory`. */
export interface PlacesOffer {
  readonly directory: string;
  readonly challenge: string;
  readonly versions: string;
}

/** What the host says of itself and of the session when a client has connected. */
export interface SessionInfo {
  /** The host's version. */
  readonly version: string;
  /** The session's name: notifications of its own writes carry it. */
  readonly session: string;
  /** What the session may do. */
  readonly role: 'read' | 'write' | 'admin';
  /** Names the history that revisions count in. */
  readonly workspace: string;
  /** The workspace's revision at that moment. */
  readonly revision: number;
  readonly limits: Readonly<Record<string, number>>;
  readonly capabilities: readonly string[];
  /** Milliseconds between two signs of life. */
  readonly heartbeat: number;
  /** Whether the changes since the last connection are not known any more. */
  readonly resync: boolean;
  /** Offered where the client may have places instead of values. */
  readonly places?: PlacesOffer;
}
