import { writeSync } from 'node:fs';
import type { TestEvent as RunnerEvent } from 'node:test/reporters';
import { inspect } from 'node:util';
import { EVENTS, type TestEvent } from './test-event.ts';

const SUMMARY = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /;

/**
 * A reporter of Node's test runner that tells the process that started this one what happens, at once. The outermost
 * suites are the files: see `load-files.ts`.
 */
export default async function* sendEvents(events: AsyncIterable<RunnerEvent>): AsyncGenerator<never> {
  const path: string[] = [];
  for await (const event of events) {
    if (event.type === 'test:start') path.splice(event.data.nesting, path.length, event.data.name);
    for (const told of translate(event, path)) writeSync(EVENTS, `${JSON.stringify(told)}\n`);
  }
  yield* [];
}

function* translate({ type, data }: RunnerEvent, path: readonly string[]): Generator<TestEvent> {
  if (type === 'test:dequeue')
    yield data.nesting === 0
      ? { type: 'file', file: data.name }
      : { type: 'begun', name: data.name, nesting: data.nesting };
  if (type === 'test:complete' && data.nesting > 0)
    yield { type: 'ended', name: data.name, nesting: data.nesting };
  if (type === 'test:pass' && data.details.type !== 'suite')
    yield { type: 'passed', skipped: data.skip !== undefined || data.todo !== undefined };
  if (type === 'test:fail' && !failedBelow(data.details.error))
    yield { type: 'failed', name: path.slice(1, data.nesting + 1), error: describe(data.details.error) };
  if (type === 'test:diagnostic' && !SUMMARY.test(data.message))
    yield { type: 'noted', message: data.message };
}

/** Whether it is only that a test inside it failed, which is told by itself. */
function failedBelow(error: Error): boolean {
  return 'failureType' in error && error.failureType === 'subtestsFailed';
}

/** The error that a test threw, which the runner wraps, with its stack, its difference and its causes. */
function describe(error: Error): string {
  const thrown = error.cause ?? error;
  return typeof thrown === 'string' ? thrown : inspect(thrown, { depth: 6 });
}
