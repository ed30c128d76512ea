import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** One step: a command that is called with named parameters, or what a subscriber has been told since the last such step. */
export type Step = CallStep | ToldStep;

export interface CallStep {
  readonly call: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Which client calls; the first unless given. */
  readonly as?: 'other';
  /** What the result has to hold; objects may have more keys. */
  readonly result?: unknown;
  /** The code of the error that has to come. */
  readonly error?: string;
  /** Names that later steps use as `$name` or `$name+1`, and the keys of the result that they stand for. */
  readonly save?: Readonly<Record<string, string>>;
}

export interface ToldStep {
  readonly told: Readonly<Record<string, 'changed' | 'deleted'>>;
}

export interface Case {
  readonly title: string;
  readonly steps: readonly Step[];
}

/** What a kind of client has to offer to run the table. Errors have a `code`. */
export interface Driver {
  call(client: 'first' | 'other', method: string, params: Readonly<Record<string, unknown>>): Promise<object>;
  /** The last that a subscriber was told of each variable, once it has been told of all changes so far. */
  told(): Promise<ReadonlyMap<string, 'changed' | 'deleted'>>;
}

/** The table that every client runs. */
export const CASES: readonly Case[] = JSON.parse(
  readFileSync(new URL('./steps.json', import.meta.url), 'utf8'),
);

/** Runs one case, on a host that may have run others. */
export async function runCase({ steps }: Case, driver: Driver): Promise<void> {
  // What the cases before have changed is not told again.
  await driver.told();
  const saved = new Map<string, number>();
  for (const step of steps) {
    if ('told' in step) assert.deepEqual(Object.fromEntries(await driver.told()), step.told);
    else await runCall(step, driver, saved);
  }
}

async function runCall(step: CallStep, driver: Driver, saved: Map<string, number>): Promise<void> {
  const what = JSON.stringify(step);
  const params = resolve(step.params, saved) as Record<string, unknown>;
  const answer = driver.call(step.as ?? 'first', step.call, params);
  if (step.error !== undefined) {
    await assert.rejects(answer, (error: { code?: unknown }) => {
      assert.equal(error.code, step.error, what);
      return true;
    });
    return;
  }
  const result = (await answer) as Record<string, unknown>;
  for (const [name, key] of Object.entries(step.save ?? {})) {
    assert.equal(typeof result[key], 'number', what);
    saved.set(name, Number(result[key]));
  }
  if (step.result !== undefined) assertHolds(result, resolve(step.result, saved), what);
}

/** Puts in what was saved. */
function resolve(value: unknown, saved: ReadonlyMap<string, number>): unknown {
  if (typeof value === 'string') {
    const { name, more = '0' } = /^\$(?<name>[a-z]+)(\+(?<more>\d+))?$/.exec(value)?.groups ?? {};
    const base = name === undefined ? undefined : saved.get(name);
    return base === undefined ? value : base + Number(more);
  }
  if (Array.isArray(value)) return value.map((one) => resolve(one, saved));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one, saved)]));
}

function assertHolds(actual: unknown, expected: unknown, what: string): void {
  if (Array.isArray(expected)) {
    assert.ok(Array.isArray(actual), what);
    assert.equal(actual.length, expected.length, what);
    for (const [index, one] of expected.entries()) assertHolds(actual[index], one, what);
  } else if (typeof expected === 'object' && expected !== null) {
    assert.ok(typeof actual === 'object' && actual !== null, what);
    for (const [key, one] of Object.entries(expected)) {
      assertHolds((actual as Record<string, unknown>)[key], one, `${key} of ${what}`);
    }
  } else assert.deepEqual(actual, expected, what);
}
