import { createScanner, type ParseError, printParseErrorCode } from 'jsonc-parser';
import type { Range } from './frame.ts';

/** A text's tokens, as far as the config needs them. */
export interface Tokens {
  /** Where `maxDepth` is exceeded, if anywhere. */
  readonly tooDeep: number | undefined;
  /** Values (not keys) and comments: what may give away a secret. */
  readonly literals: readonly Range[];
}

/** What is wrong with a text that is no JSON with comments. */
export interface SyntaxProblem {
  readonly offset: number;
  readonly message: string;
  readonly hint: string | undefined;
}

// jsonc-parser's SyntaxKind is a `const enum`, which cannot be imported with isolatedModules.
const KIND = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  colon: 6,
  string: 10,
  number: 11,
  lineComment: 12,
  blockComment: 13,
  lineBreak: 14,
  space: 15,
  unknown: 16,
  end: 17,
} as const;

const COMMENTS: readonly number[] = [KIND.lineComment, KIND.blockComment];
const TRIVIA: readonly number[] = [...COMMENTS, KIND.lineBreak, KIND.space];
const VALUES: readonly number[] = [KIND.string, KIND.number, KIND.unknown];
const OPENING: readonly number[] = [KIND.openBrace, KIND.openBracket];
const CLOSING: readonly number[] = [KIND.closeBrace, KIND.closeBracket];

/** Reads a text's tokens without recursion, so that no nesting can exhaust the stack. */
export function readTokens(text: string, maxDepth: number): Tokens {
  const scanner = createScanner(text, false);
  const literals: Range[] = [];
  let depth = 0;
  let tooDeep: number | undefined;
  let value: Range | undefined;
  for (let kind: number = scanner.scan(); kind !== KIND.end; kind = scanner.scan()) {
    const range = { offset: scanner.getTokenOffset(), length: scanner.getTokenLength() };
    if (value && !TRIVIA.includes(kind)) {
      // A text before a colon is a key.
      if (kind !== KIND.colon) literals.push(value);
      value = undefined;
    }
    if (VALUES.includes(kind)) value = range;
    else if (COMMENTS.includes(kind)) literals.push(range);
    else if (OPENING.includes(kind)) depth += 1;
    else if (CLOSING.includes(kind)) depth -= 1;
    if (depth > maxDepth) tooDeep ??= range.offset;
  }
  if (value) literals.push(value);
  return { tooDeep, literals: literals.sort((a, b) => a.offset - b.offset) };
}

const MESSAGES: Readonly<Record<string, string>> = {
  InvalidNumberFormat: 'this is no number',
  PropertyNameExpected: 'a key in double quotes is expected here',
  ValueExpected: 'a value is expected here',
  ColonExpected: 'a colon is expected here',
  CommaExpected: 'a comma is missing before this',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'the file should end before this',
  UnexpectedEndOfComment: 'this comment never ends',
  UnexpectedEndOfString: 'this text has no closing quote on its line',
  UnexpectedEndOfNumber: 'this number is not finished',
  InvalidUnicode: 'this \\u escape needs four hexadecimal digits',
  InvalidEscapeCharacter: 'this text has an escape that JSON does not know',
  InvalidCharacter: 'this text has a character that must be escaped',
};

/** Puts the first syntax error of a text into words. Later ones mostly follow from it. */
export function explainSyntax(text: string, error: ParseError): SyntaxProblem {
  const code = printParseErrorCode(error.error);
  const { offset } = error;
  if (text.trim() === '')
    return { offset: 0, message: 'the file is empty', hint: 'write {} for no settings' };
  if (code !== 'InvalidSymbol') {
    const hint = code === 'InvalidEscapeCharacter' ? 'write a backslash as \\\\' : undefined;
    return { offset, message: MESSAGES[code] ?? code, hint };
  }
  const word = text.slice(offset, offset + error.length);
  return { offset, message: 'this is neither a key nor a value of JSON', hint: explainWord(word) };
}

function explainWord(word: string): string {
  if (word.startsWith("'")) return 'use double quotes';
  if (/^(true|false|null)$/i.test(word)) return `write ${word.toLowerCase()} in small letters`;
  return 'keys and texts stand in double quotes; other values are true, false, null and numbers like 0.5';
}
