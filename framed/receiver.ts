/** What takes the bytes of a connection. It may keep none of a chunk's memory. */
export interface Receiver {
  receive(chunk: Buffer): void;
  /** Whether something has begun that more bytes have to end. */
  readonly isInsidePacket: boolean;
  /** The server is about to close: tells the client, when its dialect has words for that before the end. */
  goAway?(reason: string, code: string): void;
  /** Memory that wants the next bytes, when it is known where they belong: they need not be copied there. */
  room?(): Buffer | undefined;
  /** So many bytes were put into that memory. */
  filled?(count: number): void;
  /** Whether it sees to it by itself that a stranger sends no more than it may. */
  readonly limitsOpening?: boolean;
}
