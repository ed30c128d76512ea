import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import type { Break } from '../../guarantees/breaks/break.ts';
import { Checkout } from './checkout.ts';
import { runTests, type TestRun } from './run-test.ts';

/** What became of a break. */
export interface BreakResult {
  readonly found: boolean;
  /** What the test says, or why the break counts as not found. */
  readonly text: string;
}

const WHOLE_MS = 300_000;
/** A broken test may take as many times as long as all of its file together while nothing is broken, and half a minute in any case. */
const SLACK = 2;
const BROKEN_MS = 30_000;
/** Errors of a source that cannot be run: such a one is no break. */
const NO_FINDING = /^(?:SyntaxError|ReferenceError)\b|ERR_MODULE_NOT_FOUND/;

/** Breaks a copy of the checkout in one way at a time, and looks whether its tests notice. */
export class Breaker {
  readonly #checkout: Checkout;
  /** The titles that are asked for, by their file. */
  readonly #titles: ReadonlyMap<string, ReadonlySet<string>>;
  /** How long the tests of a file took while nothing was broken, in ms. */
  readonly #times = new Map<string, number>();

  /** Copies the checkout into an empty folder, to try these. */
  constructor(folder: string, breaks: readonly Break[]) {
    this.#checkout = new Checkout(join(folder, 'checkout'));
    const titles = new Map<string, Set<string>>();
    for (const { test } of breaks) {
      titles.set(test.file, (titles.get(test.file) ?? new Set()).add(test.title));
    }
    this.#titles = titles;
  }

  async try(one: Break): Promise<BreakResult> {
    try {
      const timeout = Math.max(BROKEN_MS, SLACK * (await this.#timeOf(one.test.file)));
      return { found: true, text: await this.#find(one, timeout) };
    } catch (error) {
      return { found: false, text: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Throws unless the tests of a file pass while nothing is broken. */
  async #timeOf(file: string): Promise<number> {
    const known = this.#times.get(file);
    if (known !== undefined) return known;
    const begin = performance.now();
    const titles = [...(this.#titles.get(file) ?? [])];
    const { missing, late, errors } = await runTests(this.#checkout.folder, file, titles, WHOLE_MS);
    if (missing.length > 0 && errors.length === 0) throw new Error(`there is no test ${missing.join(', ')}`);
    if (late || errors.length > 0)
      throw new Error(`nothing is broken, and ${file} fails: ${errors[0] ?? 'it does not end'}`);
    const time = performance.now() - begin;
    this.#times.set(file, time);
    return time;
  }

  /** By what a test notices a break. Throws when it does not, and when the source is no right TypeScript any more. */
  #find(one: Break, timeout: number): Promise<string> {
    return this.#checkout.whileBroken(one, async () => {
      const source = readFileSync(join(this.#checkout.folder, one.file), 'utf8');
      if (one.file.endsWith('.ts')) transformSync(source, { loader: 'ts', logLevel: 'silent' });
      const { file, title } = one.test;
      return finding(await runTests(this.#checkout.folder, file, [title], timeout));
    });
  }
}

function finding({ missing, late, errors }: TestRun): string {
  if (missing.length > 0) throw new Error('the test did not run');
  if (late) return 'the test does not end';
  const [error] = errors;
  if (error === undefined) throw new Error('the test passes');
  const [text = ''] = error.split('\n');
  if (NO_FINDING.test(text)) throw new Error(`it cannot be run: ${text}`);
  return text;
}
