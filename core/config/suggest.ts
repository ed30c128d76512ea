const MAX_LENGTH = 64;

/**
 * The number of insertions, deletions, replacements and swaps of neighbours that turn one word into
 * the other (Damerau–Levenshtein, optimal string alignment).
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, at(before, column - 2) + 1);
      current.push(cost);
    }
    before = previous;
    previous = current;
  }
  return at(previous, b.length);
}

/**
 * The candidate that `word` was probably meant to be: at most a third of its letters differ, or one
 * begins with the other. Case and `_`/`-` are free.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate.length > MAX_LENGTH) continue;
    const distance = isShortened(word, candidate) ? 1 : editDistance(fold(word), fold(candidate));
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** "did you mean X?", or the names to choose from, or nothing. */
export function hintFor(word: string, candidates: readonly string[]): string | undefined {
  const best = closest(word, candidates);
  if (best !== undefined) return `did you mean ${JSON.stringify(best)}?`;
  return candidates.length > 0 && candidates.length <= 12 ? `known: ${candidates.join(', ')}` : undefined;
}

/** Whether one word begins with the other, as `warning` with `warn`. */
function isShortened(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [fold(a), fold(b)] : [fold(b), fold(a)];
  return short.length >= 3 && long.startsWith(short);
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll('_', '-');
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? 0;
}
