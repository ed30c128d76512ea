import { COMMA, QUOTE } from '../frame/ascii.ts';
import type { JsonReader } from './reader.ts';

/**
 * Moves past a value, of which only the brackets and quotes are checked.
 *
 * @throws CodecError `BAD_JSON` when it has no end.
 */
export function skipValue(reader: JsonReader): void {
  let depth = 0;
  do {
    const byte = reader.peek();
    if (byte === QUOTE) {
      reader.skipString();
      continue;
    }
    if (byte === 0) throw reader.wrong('A value has no end');
    if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) depth--;
    else if (depth === 0 && byte !== COMMA) {
      skipWord(reader);
      return;
    }
    reader.position++;
  } while (depth > 0);
}

function skipWord(reader: JsonReader): void {
  for (;;) {
    const byte = reader.bytes[reader.position] ?? COMMA;
    if (byte === COMMA || byte === 0x5d || byte === 0x7d || byte <= 0x20) return;
    reader.position++;
  }
}
