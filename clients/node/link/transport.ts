/** What a connection tells of itself. */
export interface TransportEvents {
  /** It is open: from now on bytes can be written. */
  readonly opened: () => void;
  /** Bytes have come. They are valid during the call only: the memory is used again. */
  readonly received: (bytes: Uint8Array) => void;
  /** It is over, or never came to be; nothing follows. */
  readonly closed: (error: Error | undefined) => void;
}

/** A connection to a host, in bytes: over TCP, a Unix socket, or anything else that keeps their order. */
export interface Transport {
  /**
   * Sends pieces in turn. Returns whether all have been taken already, so that their memory may be used
   * again; otherwise they must not change any more.
   */
  write(pieces: readonly Uint8Array[]): boolean;
  /** Runs something after all that runs now, before the next event is waited for: then output is sent. */
  defer(run: () => void): void;
  /** Ends the connection; `closed` is not called any more. */
  close(): void;
}

/** Opens a connection; whether that succeeds is told by the events, not before this has returned. */
export type Dial = (events: TransportEvents) => Transport;
