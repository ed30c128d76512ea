/** Short pieces of text are joined up to this many characters before they become bytes. */
const GATHER_CHARACTERS = 64 * 1024;

/** Pieces of Latin-1 text as bytes, fewer and longer ones: none is much longer than the longest piece. */
export function* gather(pieces: Iterable<string>): Generator<Buffer> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < GATHER_CHARACTERS) continue;
    yield Buffer.from(text, 'latin1');
    text = '';
  }
  if (text !== '') yield Buffer.from(text, 'latin1');
}
