const SPACE = /\s/;

/** The offset of the comma that follows `offset`, with nothing but white space and comments between. */
export function commaAfter(text: string, offset: number): number | undefined {
  const next = skipTrivia(text, offset);
  return text[next] === ',' ? next : undefined;
}

/** The offset of the comma between the end of one property and the beginning of the next. */
export function commaBefore(text: string, offset: number, previousEnd: number): number | undefined {
  const comma = commaAfter(text, previousEnd);
  return comma !== undefined && comma < offset ? comma : undefined;
}

/** Where the line at `offset` ends after white space and comments, at most `limit`; `offset` if something else follows. */
export function endOfLineComment(text: string, offset: number, limit: number): number {
  let here = offset;
  let end = offset;
  while (here < limit) {
    if (text[here] === '\n' || text[here] === '\r') return end;
    const after = skipComment(text, here);
    if (after !== here) {
      here = after;
      end = after;
      continue;
    }
    if (!SPACE.test(text[here] ?? '')) return end;
    here += 1;
  }
  return end;
}

function skipTrivia(text: string, offset: number): number {
  let here = offset;
  while (here < text.length) {
    const after = skipComment(text, here);
    if (after === here && !SPACE.test(text[here] ?? '')) return here;
    here = after === here ? here + 1 : after;
  }
  return here;
}

/** The end of the comment that begins at `offset`, or `offset`. A line's end is not part of its comment. */
function skipComment(text: string, offset: number): number {
  if (text.startsWith('//', offset)) {
    const end = /[\r\n]/g;
    end.lastIndex = offset;
    return end.exec(text)?.index ?? text.length;
  }
  if (text.startsWith('/*', offset)) {
    const end = text.indexOf('*/', offset + 2);
    return end < 0 ? text.length : end + 2;
  }
  return offset;
}
