/** How a value is written: `json` is typed JSON (docs/reference/typed-json.md), `pickle` Python's. */
export type Method = 'json' | 'pickle';

/** A value as the host keeps it: its document's bytes, and the raw data that the document names by number. */
export interface RawValue {
  readonly method: Method;
  readonly document: Uint8Array;
  readonly buffers: readonly Uint8Array[];
}

/** A value as it was read, with the revision of its last change. */
export interface RawRead extends RawValue {
  readonly revision: number;
}
