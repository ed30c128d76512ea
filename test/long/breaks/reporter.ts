import type { TestEvent } from 'node:test/reporters';

/** What became of one test. */
export interface TestReport {
  readonly name: string;
  readonly state: 'begun' | 'passed' | 'failed' | 'skipped';
  /** The error that it failed by, its name first. */
  readonly error?: string;
}

/**
 * A reporter of Node's test runner: a line of JSON for each test that begins, and for each that ends.
 *
 * @public Node imports it.
 */
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    const one = reportOf(event);
    if (one) yield `${JSON.stringify(one)}\n`;
  }
}

function reportOf({ type, data }: TestEvent): TestReport | undefined {
  if (type === 'test:dequeue') return { name: data.name, state: 'begun' };
  if (type !== 'test:pass' && type !== 'test:fail') return undefined;
  const { name, skip } = data;
  if (skip !== undefined && skip !== false) return { name, state: 'skipped' };
  if (type === 'test:pass') return { name, state: 'passed' };
  const { cause } = data.details.error;
  const error = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return { name, state: 'failed', error };
}
