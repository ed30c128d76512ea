import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TestReport } from './reporter.ts';

const REPORTER = './test/long/breaks/reporter.ts';
/** How long a run goes on after a failure, in ms: what is broken may not end by itself. */
const AFTER_FAILURE_MS = 1000;

/** What became of tests. */
export interface TestRun {
  /** Titles of which no test has begun. */
  readonly missing: readonly string[];
  /** Whether they were ended because they took too long. */
  readonly late: boolean;
  /** What they failed by, the first one first, and parts before their whole. */
  readonly errors: readonly string[];
}

/** Runs tests of one file in a folder, for `timeoutMs` at most, and no further than to the first failure. */
export async function runTests(
  folder: string,
  file: string,
  titles: readonly string[],
  timeoutMs: number,
): Promise<TestRun> {
  const patterns = titles.map((title) => `--test-name-pattern=/${patternOf(title).source}/s`);
  const options = [`--test-reporter=${REPORTER}`, ...patterns];
  const child = spawn(process.execPath, ['--import', 'tsx', ...options, file], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
    // A group of its own, to be ended as a whole.
    detached: true,
  });
  const end = (): void => endGroup(child.pid);
  const reports: TestReport[] = [];
  let late = false;
  let afterFailure: NodeJS.Timeout | undefined;
  const deadline = setTimeout(() => {
    late = afterFailure === undefined;
    end();
  }, timeoutMs);
  createInterface(child.stdout).on('line', (line) => {
    if (!line.startsWith('{"name"')) return;
    const report = JSON.parse(line) as TestReport;
    reports.push(report);
    if (report.state === 'failed') afterFailure ??= setTimeout(end, AFTER_FAILURE_MS);
  });
  await once(child, 'close');
  clearTimeout(deadline);
  clearTimeout(afterFailure);
  end();
  const skipped = new Set(reports.filter(({ state }) => state === 'skipped').map(({ name }) => name));
  const begun = reports.filter(({ name, state }) => state === 'begun' && !skipped.has(name));
  return {
    missing: titles.filter((title) => !begun.some(({ name }) => patternOf(title).test(name))),
    late,
    errors: reports.flatMap(({ error }) => error ?? []),
  };
}

/** The titles that a title in the source stands for: what it computes may be anything. */
function patternOf(title: string): RegExp {
  const parts = title.split(/\$\{.*?\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

/** Ends what is left of a process's group, if anything is. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
