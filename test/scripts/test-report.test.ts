import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { FileOutcome } from '../../scripts/testing/file-outcome.ts';
import { fileLine, finalReport } from '../../scripts/testing/report.ts';
import { runFile } from '../../scripts/testing/run-file.ts';
import { runFiles } from '../../scripts/testing/run-files.ts';

const SENDER = new URL('../../scripts/testing/send-events', import.meta.url).href;
/** The reporter as the run of the tests has built it, or as it is in the sources. */
const REPORTER = import.meta.url.endsWith('.ts')
  ? ['--import', import.meta.resolve('tsx'), `--test-reporter=${SENDER}.ts`]
  : [`--test-reporter=${SENDER}.js`];
const RUNNER = "import { describe, it, test } from 'node:test';";

const folder = mkdtempSync(join(tmpdir(), 'headframe-report-'));
after(() => rmSync(folder, { recursive: true }));

function write(name: string, ...lines: string[]): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, [RUNNER, ...lines].join('\n'));
  return file;
}

function runIt(file: string, timeoutMs = 120_000): Promise<FileOutcome> {
  return runFile(file, {
    args: [...REPORTER, '--test-reporter-destination=stderr', file],
    env: process.env,
    timeoutMs,
  });
}

/** The report with the seconds, the folder and the lines of stacks taken out. */
function reported(...outcomes: FileOutcome[]): string {
  const text = finalReport(outcomes, 0)
    .replaceAll(`${folder}/`, '')
    .replaceAll(/\d+\.\d s$/gm, '# s');
  return text.replaceAll(/\n +at .*/g, '');
}

test('a file that passes is counted, and nothing of what it printed is shown', async () => {
  const outcome = await runIt(
    write(
      'passes',
      "console.log('quiet');",
      "describe('all', () => { it('a', () => {}); it('b', () => {}); });",
    ),
  );
  assert.match(fileLine(outcome), /^ok {5}.*passes\.mjs {2}2 tests {2}\d+\.\d s$/);
  assert.equal(reported(outcome), '1 files, 2 tests, 0 failed, 0 skipped, 0 files ended badly, in 0 s\n');
});

test('a test that fails is shown with the suites around it, its error and cause, and what its file printed', async () => {
  const outcome = await runIt(
    write(
      'fails',
      "console.error('begin' + '.'.repeat(5000) + 'the last');",
      "test('well', () => {});",
      "describe('outer', () => { it('inner', () => { throw new Error('bad', { cause: new Error('deep') }); }); });",
    ),
  );
  const text = reported(outcome);
  assert.match(fileLine(outcome), /^FAILED .*fails\.mjs {2}2 tests, 1 failed {2}/);
  assert.match(text, /^FAILED fails\.mjs: outer > inner\n {2}Error: bad/);
  assert.match(text, /\[cause\]: Error: deep/);
  assert.match(text, /The last that fails\.mjs printed:\n {2}\.+the last\n/);
  assert.doesNotMatch(text, /begin/);
  assert.match(text, /\n1 files, 2 tests, 1 failed, .*\nFAILED fails\.mjs {2}2 tests, 1 failed {2}# s\n$/);
  assert.match(finalReport([outcome], 0), /at .*fails\.mjs:4:/);
});

test('a file that dies before any test has failed', async () => {
  const outcome = await runIt(write('dies', "console.log('dying');", 'process.exit(3);'));
  assert.equal(
    reported(outcome),
    [
      'FAILED dies.mjs: exit code 3',
      '',
      'The last that dies.mjs printed:',
      '  dying',
      '',
      '1 files, 0 tests, 0 failed, 0 skipped, 1 files ended badly, in 0 s',
      'FAILED dies.mjs  0 tests, exit code 3  # s',
      '',
    ].join('\n'),
  );
});

test('a file that is killed tells which test it was in, beside those that had ended', async () => {
  const outcome = await runIt(
    write(
      'killed',
      "test('one', () => {});",
      "test('two', async () => { await new Promise(setImmediate); process.kill(process.pid, 'SIGKILL'); });",
    ),
  );
  assert.match(reported(outcome), /^FAILED killed\.mjs: ended by SIGKILL\n {2}It was in: two\n/);
});

test('a file that does not end is stopped, and says so', async () => {
  const outcome = await runIt(
    write('hangs', "test('endless', () => new Promise(() => setInterval(() => {}, 1000)));"),
    2_000,
  );
  assert.match(reported(outcome), /^FAILED hangs\.mjs: no end after 2 s\n/);
});

test('an error after the end of its test fails the file', async () => {
  const late = "test('quick', () => { setImmediate(() => { throw new Error('too late'); }); });";
  const outcome = await runIt(
    write('late', late, "test('next', () => new Promise((r) => setTimeout(r, 50)));"),
  );
  assert.equal(outcome.succeeded, false);
  assert.match(reported(outcome), /too late/);
});

test('files run in their order, so many at once', async () => {
  const files = ['x', 'y', 'z'].map((name) => write(name, `test('${name}', () => {});`));
  const seen: string[] = [];
  const outcomes = await runFiles(
    files,
    1,
    (file) => runIt(file),
    ({ file }) => seen.push(file),
  );
  assert.deepEqual(seen, files);
  assert.match(reported(...outcomes), /^3 files, 3 tests, 0 failed/);
});
