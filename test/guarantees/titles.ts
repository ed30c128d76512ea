import { readFileSync } from 'node:fs';

const TITLE = /\b(?:test|it|describe)\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs;

/** The titles of a file's tests, as they stand in the source. */
export function titlesOf(file: string): Set<string> {
  return new Set([...readFileSync(file, 'utf8').matchAll(TITLE)].map(([, , title]) => String(title)));
}
