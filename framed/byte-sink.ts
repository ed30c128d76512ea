/** Takes a connection's bytes in order, as a socket does. */
export interface ByteSink {
  /** Whether anything that is written can still arrive. */
  readonly writable: boolean;
  /** Bytes that were written and not taken by the system. */
  readonly writableLength: number;
  /**
   * `taken` is called when the system has them, or never will; with false, more is better not written before.
   * The memory is the caller's again then, or at once when `writableLength` is 0 afterwards.
   */
  write(bytes: Uint8Array, taken?: () => void): boolean;
  /** What is written until `uncork` goes out together. */
  cork(): void;
  uncork(): void;
  destroy(error: Error): unknown;
}
