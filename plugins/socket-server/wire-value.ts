import type { WireValue } from 'headframe';
import { Base64Decoder, type JsonSlice } from 'headframe/codec';
import { inSlices, type ParamForms } from 'headframe/framed';
import { serverError } from './errors.ts';

/** The value of a parameter as it stands in a packet: JSON text, perhaps of a string that holds base64. */
class TextWireValue implements WireValue {
  readonly buffers: readonly Uint8Array[] = [];
  readonly #name: string;
  readonly #slice: JsonSlice;

  constructor(name: string, slice: JsonSlice) {
    this.#name = name;
    this.#slice = slice;
  }

  json(): Uint8Array {
    return this.#slice.source();
  }

  bytes(): Promise<Uint8Array> {
    return decodeBytes(this.#name, this.#slice);
  }
}

/** Decodes a string of base64, slice by slice. Throws `BAD_PARAMS` for what is no string, `BAD_BASE64`. */
async function decodeBytes(name: string, slice: JsonSlice): Promise<Uint8Array> {
  if (slice.kind !== 'string') {
    throw serverError('BAD_PARAMS', `${name} must be a text with base64, not ${slice.kind}`);
  }
  const { bytes, hasEscapes } = slice.rawText();
  const decoder = new Base64Decoder(bytes, { hasEscapes });
  await inSlices((count) => decoder.step(count));
  return decoder.result;
}

/** The text dialects have bytes and values as text. */
export const TEXT_FORMS: ParamForms = {
  bytes: decodeBytes,
  value: (name, slice) => new TextWireValue(name, slice),
};
