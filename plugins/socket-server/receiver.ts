/** What takes the bytes of a connection. It may keep none of a chunk's memory. */
export interface Receiver {
  receive(chunk: Buffer): void;
  /** Whether something has begun that more bytes have to end. */
  readonly isInsidePacket: boolean;
}

/** What is known of a client when its preamble has been read. */
export interface Established {
  readonly dialect: string;
  /** Its own name, or where it comes from. */
  readonly client: string;
  /** Whether it gets broadcasts. */
  readonly long: boolean;
}
