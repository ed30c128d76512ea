const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PADDING = '=';
const BITS = 6;
const BYTE_BITS = 8;
/** Bytes that become text at once: as many as the engine takes arguments without trouble, in groups of three. */
const STEP = 24_576;

/** By character code: the six bits; -1 for what is no digit. The URL-safe digits count too, as in Node. */
const VALUES: Int8Array = new Int8Array(256).fill(-1);
for (const [value, digit] of [...DIGITS].entries()) VALUES[digit.charCodeAt(0)] = value;
VALUES['-'.charCodeAt(0)] = 62;
VALUES['_'.charCodeAt(0)] = 63;

/** Bytes as base64 with padding (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += STEP) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + STEP)));
  }
  return text;
}

/** How many bytes base64 of so many digits stands for, by its length and padding alone. */
export function base64Length(text: string): number {
  let digits = text.length;
  if (text.endsWith(PADDING)) digits -= 1;
  if (digits > 1 && text[digits - 1] === PADDING) digits -= 1;
  return Math.floor((digits * BITS) / BYTE_BITS);
}

/** The bytes up to the padding; characters that are no digits are passed over, as Node does. */
export function decodeBase64(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((text.length * BITS) / BYTE_BITS));
  let used = 0;
  let bits = 0;
  let held = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === PADDING) break;
    const value = VALUES[text.charCodeAt(at)] ?? -1;
    if (value < 0) continue;
    held = ((held << BITS) | value) & 0xffff;
    bits += BITS;
    if (bits < BYTE_BITS) continue;
    bits -= BYTE_BITS;
    bytes[used++] = held >> bits;
  }
  return bytes.subarray(0, used);
}
