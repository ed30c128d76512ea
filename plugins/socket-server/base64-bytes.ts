import { Base64Decoder, type JsonSlice } from 'headframe/codec';
import { inSlices } from 'headframe/framed';
import { serverError } from './errors.ts';

/**
 * The bytes of a parameter of a text dialect: a string of base64, decoded slice by slice.
 *
 * @throws `BAD_PARAMS` for what is no string, `BAD_BASE64`.
 */
export async function base64Bytes(name: string, slice: JsonSlice): Promise<Uint8Array> {
  if (slice.kind !== 'string') {
    throw serverError('BAD_PARAMS', `${name} must be a text with base64, not ${slice.kind}`);
  }
  const { bytes, hasEscapes } = slice.rawText();
  const decoder = new Base64Decoder(bytes, { hasEscapes });
  await inSlices((count) => decoder.step(count));
  return decoder.result;
}
