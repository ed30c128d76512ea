import { isAscii, isUtf8 } from 'node:buffer';
import { badPickle } from '../errors.ts';
import { decodeRawUnicodeEscape, decodeStringLiteral } from './decode-text.ts';
import type { OpcodeReader } from './opcode-reader.ts';
import { Op } from './opcodes.ts';

/** A value of the dict as it stands: a text's UTF-8 bytes, or bytes; views on the pickle where it has them as such. */
export interface VarDictValue {
  readonly kind: 'text' | 'bytes';
  readonly data: Uint8Array;
}

const BACKSLASH = 0x5c;
/** Up to this many bytes, an ASCII name is put together quicker than it is decoded. */
const SHORT_NAME = 32;

/**
 * The text or bytes that the opcode just read pushes, or `undefined` when it pushes something else.
 *
 * Python 2's `str` counts as text and must be ASCII, which is how Python 3 reads it.
 *
 * @throws CodecError `BAD_PICKLE` for a `str` of Python 2 that is not ASCII.
 */
export function readLeaf(reader: OpcodeReader, opcode: number): VarDictValue | undefined {
  switch (opcode) {
    case Op.SHORT_BINUNICODE:
    case Op.BINUNICODE:
    case Op.BINUNICODE8:
      return { kind: 'text', data: reader.payload() };
    case Op.SHORT_BINBYTES:
    case Op.BINBYTES:
    case Op.BINBYTES8:
    case Op.BYTEARRAY8:
      return { kind: 'bytes', data: reader.payload() };
    case Op.UNICODE:
      return { kind: 'text', data: rawUnicode(reader.payload()) };
    case Op.SHORT_BINSTRING:
    case Op.BINSTRING:
      return { kind: 'text', data: ascii(reader.payload(), reader.start) };
    case Op.STRING: {
      const literal = decodeStringLiteral(latin1(reader.payload()));
      return { kind: 'text', data: ascii(Buffer.from(literal, 'latin1'), reader.start) };
    }
    default:
      return undefined;
  }
}

/**
 * The name that a text's bytes spell.
 *
 * @throws CodecError `BAD_PICKLE` when they are not valid UTF-8, lone surrogates included.
 */
export function nameOf(utf8: Uint8Array, offset: number): string {
  if (utf8.length <= SHORT_NAME) {
    let name = '';
    let at = 0;
    for (; at < utf8.length && (utf8[at] as number) < 0x80; at++)
      name += String.fromCharCode(utf8[at] as number);
    if (at === utf8.length) return name;
  }
  if (!isUtf8(utf8)) throw badPickle('A name is not valid UTF-8', offset);
  return Buffer.from(utf8.buffer, utf8.byteOffset, utf8.length).toString('utf8');
}

/**
 * Text whose characters stand for bytes, as `_codecs.encode(text, 'latin1')` makes them.
 *
 * @throws CodecError `BAD_PICKLE` for a character beyond U+00FF or broken UTF-8.
 */
export function utf8ToLatin1(utf8: Uint8Array, offset: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(utf8.length);
  let length = 0;
  for (let at = 0; at < utf8.length; at++) {
    let byte = utf8[at] as number;
    if (byte >= 0x80) {
      const low = utf8[++at] ?? 0;
      if ((byte !== 0xc2 && byte !== 0xc3) || (low & 0xc0) !== 0x80)
        throw badPickle('A text is not Latin-1', offset);
      byte = ((byte & 3) << 6) | (low & 0x3f);
    }
    bytes[length++] = byte;
  }
  return bytes.subarray(0, length);
}

function rawUnicode(line: Uint8Array): Uint8Array {
  if (isAscii(line) && !line.includes(BACKSLASH)) return line;
  return Buffer.from(decodeRawUnicodeEscape(latin1(line)), 'utf8');
}

function ascii(bytes: Uint8Array, offset: number): Uint8Array {
  if (!isAscii(bytes)) throw badPickle("A Python 2 str is not ASCII, so its text can't be told", offset);
  return bytes;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
