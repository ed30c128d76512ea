import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Break } from '../../guarantees/breaks/break.ts';

/** When a break was found by its test for the last time. */
export interface Found {
  /** The day, as in ISO 8601. */
  readonly date: string;
  /** Of the break as it was then: with another one it has to be tried again. */
  readonly digest: string;
}

const FILE = 'test/long/breaks.json';

/** What is known of each break that was found when it was tried last, by its id. */
export function readFound(): Map<string, Found> {
  return new Map(existsSync(FILE) ? Object.entries(JSON.parse(readFileSync(FILE, 'utf8'))) : []);
}

/** Notes what became of a break. */
export function noteResult(one: Break, isFound: boolean): void {
  const found = readFound();
  if (isFound) found.set(one.id, { date: new Date().toISOString().slice(0, 10), digest: digestOf(one) });
  else found.delete(one.id);
  const lines = [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { date, digest }]) => {
      return `  ${JSON.stringify(id)}: { "date": ${JSON.stringify(date)}, "digest": ${JSON.stringify(digest)} }`;
    });
  writeFileSync(FILE, `{\n${lines.join(',\n')}\n}\n`);
}

/** The day on which a break was found, as it is now; nothing when it was not, or was not tried. */
export function foundOn(one: Break, found: ReadonlyMap<string, Found>): string | undefined {
  const known = found.get(one.id);
  return known?.digest === digestOf(one) ? known.date : undefined;
}

function digestOf({ file, find, replace, test }: Break): string {
  const text = JSON.stringify([file, find, replace, test.file, test.title]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
