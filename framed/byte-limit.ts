/** A limit, and what it is set by. */
export interface ByteLimit {
  readonly bytes: number;
  /** The full name of the setting: messages name it. */
  readonly setting: string;
}
