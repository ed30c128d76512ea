import type { WireValue } from 'headframe';
import type { JsonSlice } from 'headframe/codec';

/** How a dialect brings bytes that stand in JSON: `name` is that of the parameter. */
export type BytesDecoder = (name: string, slice: JsonSlice) => Promise<Uint8Array>;

/** A value that stands in the JSON of a request: typed JSON as it is, or bytes in the dialect's own form. */
export class InlineValue implements WireValue {
  readonly buffers: readonly Uint8Array[] = [];
  readonly #name: string;
  readonly #slice: JsonSlice;
  readonly #decodeBytes: BytesDecoder;

  constructor(name: string, slice: JsonSlice, decodeBytes: BytesDecoder) {
    this.#name = name;
    this.#slice = slice;
    this.#decodeBytes = decodeBytes;
  }

  json(): Uint8Array {
    return this.#slice.source();
  }

  bytes(): Promise<Uint8Array> {
    return this.#decodeBytes(this.#name, this.#slice);
  }
}
