/** What is known of a client when its preamble has been read. */
export interface Established {
  readonly dialect: string;
  /** Its own name, or where it comes from. */
  readonly client: string;
  /** Whether it stays after an answer. */
  readonly long: boolean;
  /** Whether it gets the broadcasts of the text dialects. */
  readonly broadcasts: boolean;
}
