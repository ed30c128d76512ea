import { base64Length, decodeBase64, encodeBase64 } from './base64.ts';

/** The encodings that the client uses. */
export type Encoding = 'utf8' | 'latin1' | 'base64' | 'hex';

const UTF8 = new TextEncoder();
const FROM_UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
/** Longer texts are put together from pieces: an engine takes only so many arguments. */
const PIECE = 8192;

/** A text as bytes. */
export function encodeText(text: string, encoding: Encoding = 'utf8'): Uint8Array {
  if (encoding === 'utf8') return UTF8.encode(text);
  if (encoding === 'latin1') return Uint8Array.from(text, (unit) => unit.charCodeAt(0));
  if (encoding === 'base64') return decodeBase64(text);
  const pairs = text.match(/[\da-f]{2}/gi) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

/** Bytes as a text. */
export function decodeText(bytes: Uint8Array, encoding: Encoding = 'utf8'): string {
  if (encoding === 'utf8') return FROM_UTF8.decode(bytes);
  if (encoding === 'base64') return encodeBase64(bytes);
  let text = '';
  if (encoding === 'hex') for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  else {
    for (let at = 0; at < bytes.length; at += PIECE)
      text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return text;
}

/** How many bytes a text has in an encoding. */
export function textLength(text: string, encoding: Encoding = 'utf8'): number {
  if (encoding === 'base64') return base64Length(text);
  if (encoding === 'latin1') return text.length;
  if (encoding === 'hex') return text.length >>> 1;
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const point = text.codePointAt(at) as number;
    if (point > 0xffff) at += 1;
    length += point < 0x80 ? 1 : point < 0x800 ? 2 : point <= 0xffff ? 3 : 4;
  }
  return length;
}

/** Writes a text into bytes, as much as there is room for whole characters; gives how many bytes that were. */
export function writeText(text: string, bytes: Uint8Array, encoding: Encoding = 'utf8'): number {
  if (encoding === 'utf8') return UTF8.encodeInto(text, bytes).written;
  const encoded = encodeText(text, encoding).subarray(0, bytes.length);
  bytes.set(encoded);
  return encoded.length;
}
