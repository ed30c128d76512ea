import { workspaceError } from './errors.ts';

/** Code points that a variable's name may have. */
export const MAX_NAME_LENGTH = 128;

/** UTF-16 units beyond which no name of that many code points can be. */
const MAX_NAME_UNITS = 2 * MAX_NAME_LENGTH;

/** Python's `str.isidentifier` (Unicode Standard Annex 31: XID_Start, XID_Continue, and `_`). */
const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;

/** Whether a text can name a variable. */
export function isName(text: string): boolean {
  return text.length <= MAX_NAME_UNITS && IDENTIFIER.test(text) && isShort(text);
}

/**
 * Refuses what cannot name a variable with `BAD_NAME`.
 *
 * Notes: as for Python's `globals()`, keywords are allowed and nothing is normalised: two names that
 * Python's compiler would fold into one (NFKC) stay two.
 */
export function checkName(name: unknown): asserts name is string {
  if (typeof name !== 'string')
    throw workspaceError('BAD_NAME', `a variable's name is text, not ${typeof name}`);
  if (isName(name)) return;
  const shown = JSON.stringify(name.length > MAX_NAME_UNITS ? `${name.slice(0, 40)}…` : name);
  throw workspaceError(
    'BAD_NAME',
    `${shown} is not a Python identifier of at most ${MAX_NAME_LENGTH} characters`,
  );
}

function isShort(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH || [...name].length <= MAX_NAME_LENGTH;
}

const PATTERN_PART = /[*?]|[^*?]+/g;

/** A test of names by a pattern, where `*` stands for any characters and `?` for one. */
export function namePattern(pattern: string): (name: string) => boolean {
  if (pattern.length > MAX_NAME_UNITS)
    throw workspaceError('BAD_ARGUMENT', 'the pattern of names is too long');
  if (!pattern.includes('?')) return starPattern(pattern.split('*'));
  const parts = expand(pattern.match(PATTERN_PART) ?? []);
  return (name) => matches([...name], parts);
}

/** The pieces between stars have to come one after the other, the first and the last at the ends. */
function starPattern(pieces: readonly string[]): (name: string) => boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return (name) => name === first;
  return (name) => {
    if (!name.startsWith(first)) return false;
    let at = first.length;
    for (const piece of rest) {
      const found = name.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return name.length - last.length >= at && name.endsWith(last);
  };
}

function expand(parts: readonly string[]): string[] {
  return parts.flatMap((part) => (part === '*' ? ['*'] : [...part]));
}

/** Linear but for the last star's retries: a backtracking regular expression would be exponential in the stars. */
function matches(name: readonly string[], pattern: readonly string[]): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let place = 0; place < name.length; ) {
    const token = pattern[at];
    if (token === '*') {
      star = at++;
      resume = place;
    } else if (token === '?' || (token !== undefined && token === name[place])) {
      at++;
      place++;
    } else if (star >= 0) {
      at = star + 1;
      place = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
