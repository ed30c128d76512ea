const SIMPLE: ReadonlyMap<number, string> = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }).map(
    ([letter, text]) => [letter.charCodeAt(0), text],
  ),
);
const HEX = /^[0-9a-fA-F]{4}$/;

/** The letter of `\u` escapes. */
export const UNICODE_ESCAPE = 0x75;

/** What the escape (RFC 8259 §7) whose letter, after the backslash, is at `at` stands for; `undefined` when malformed. */
export function readEscape(bytes: Buffer, at: number): string | undefined {
  const letter = bytes[at] ?? 0;
  if (letter !== UNICODE_ESCAPE) return SIMPLE.get(letter);
  const digits = bytes.toString('latin1', at + 1, at + 5);
  return HEX.test(digits) ? String.fromCharCode(Number.parseInt(digits, 16)) : undefined;
}
