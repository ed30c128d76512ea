/** `bytes` as Python's `repr` shows them: `b'…'`. */
export function reprBytes(bytes: Uint8Array): string {
  return `b${quoted(Buffer.from(bytes).toString('latin1'), /[^ -~]/g)}`;
}

/** A text as Python's `repr` shows it; of the characters that are not printable, only the control ones. */
export function reprText(text: string): string {
  return quoted(text, /[\p{Cc}\u00a0\u00ad]/gu);
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
]);

function quoted(text: string, hidden: RegExp): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, quote === "'" ? "\\'" : quote)
    .replace(hidden, (unit) => SHORT.get(unit) ?? `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `${quote}${escaped}${quote}`;
}
