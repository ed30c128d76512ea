/** The five bytes that end a packet of the text dialects. */
export const TERMINATOR = 'PMEND';

/** {@link TERMINATOR} as bytes. */
export const TERMINATOR_BYTES: Buffer = Buffer.from(TERMINATOR, 'latin1');

/** The same five characters, written so that they do not end a packet when they stand in a JSON string. */
export const ESCAPED_TERMINATOR = '\\u0050MEND';

/**
 * `text`, a piece of JSON text, with every terminator in it escaped.
 *
 * Outside strings JSON has no `P`, so each one found is in a string, and it never follows an open escape
 * (`\P` is none): the replacement leaves the parsed value as it was.
 */
export function escapeTerminator(text: string): string {
  return text.replaceAll(TERMINATOR, ESCAPED_TERMINATOR);
}

/** How many characters at the end of `text` may be the beginning of a terminator (0 to 4). */
export function terminatorPrefixAtEnd(text: string): number {
  for (let length = TERMINATOR.length - 1; length > 0; length -= 1) {
    if (text.endsWith(TERMINATOR.slice(0, length))) return length;
  }
  return 0;
}
