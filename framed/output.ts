/** What is written to a socket, as far as its connection has to know of it. */
export interface Output {
  /** Bytes that the system has not taken yet. */
  readonly queuedBytes: number;
  /** Whether an answer is being written that the peer has to take. */
  readonly answering: boolean;
  /** Writes what can be written at once, and forgets the rest. */
  close(): void;
}
