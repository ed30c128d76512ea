/** Pieces up to this size are joined: a copy costs less than a piece more for the system. */
const SHORT_BYTES = 8192;

/** The same bytes in fewer pieces. */
export function joinShort(pieces: readonly Uint8Array[]): Uint8Array[] {
  if (pieces.length <= 1) return [...pieces];
  const joined: Uint8Array[] = [];
  let short: Uint8Array[] = [];
  const finish = (): void => {
    if (short.length > 0) joined.push(short.length === 1 ? (short[0] as Uint8Array) : Buffer.concat(short));
    short = [];
  };
  for (const piece of pieces) {
    if (piece.length <= SHORT_BYTES) short.push(piece);
    else {
      finish();
      joined.push(piece);
    }
  }
  finish();
  return joined;
}
