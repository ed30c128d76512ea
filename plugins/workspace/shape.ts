import { workspaceError } from './errors.ts';

/** One alternative of what a field may hold: a word, or a list of alternatives. */
export type Shape = { readonly word: string } | { readonly elements: readonly Shape[] };

/** The words of a structure that are no names of types. */
export const WORDS: ReadonlySet<string> = new Set([
  'any',
  'none',
  'bool',
  'int',
  'float',
  'str',
  'list',
  'dict',
]);

const LIST = /^list\[(.*)\]$/s;
const MAX_DEPTH = 8;
const MAX_LENGTH = 1000;

/** Reads alternatives such as `float|list[int|Complex]`. Throws `BAD_VALUE`. */
export function parseShapes(text: string, depth = 0): Shape[] {
  if (text.length > MAX_LENGTH || depth > MAX_DEPTH) {
    throw workspaceError(
      'BAD_VALUE',
      `what a field holds is said by more than ${MAX_LENGTH} characters or ${MAX_DEPTH} lists`,
    );
  }
  return splitAlternatives(text).map((part) => {
    const elements = LIST.exec(part)?.[1];
    return elements === undefined ? { word: part } : { elements: parseShapes(elements, depth + 1) };
  });
}

/** Every word that occurs. */
export function* wordsOf(shapes: readonly Shape[]): Iterable<string> {
  for (const shape of shapes) {
    if ('word' in shape) yield shape.word;
    else yield* wordsOf(shape.elements);
  }
}

/** As it was written. */
export function shapesText(shapes: readonly Shape[]): string {
  return shapes
    .map((shape) => ('word' in shape ? shape.word : `list[${shapesText(shape.elements)}]`))
    .join('|');
}

/** Splits at the bars that stand outside brackets. */
function splitAlternatives(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (character === '[') depth++;
    else if (character === ']') depth--;
    else if (character === undefined || (character === '|' && depth === 0)) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return parts;
}
