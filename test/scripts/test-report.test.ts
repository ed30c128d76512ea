import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { FileOutcome } from '../../scripts/testing/file-outcome.ts';
import { fileLine, finalReport } from '../../scripts/testing/report.ts';
import { runGroup } from '../../scripts/testing/run-group.ts';
import { runGroups } from '../../scripts/testing/run-groups.ts';

/** What the run of the tests has built, or the sources. */
const [ENDING, LOADING] = import.meta.url.endsWith('.ts')
  ? ['ts', ['--import', import.meta.resolve('tsx')]]
  : ['js', []];
const PARTS = new URL('../../scripts/testing/', import.meta.url);
const ARGS = [
  ...LOADING,
  `--import=${new URL(`untracked.${ENDING}`, PARTS).href}`,
  `--test-reporter=${new URL(`send-events.${ENDING}`, PARTS).href}`,
  '--test-reporter-destination=stderr',
  fileURLToPath(new URL(`load-files.${ENDING}`, PARTS)),
];
const RUNNER = "import { describe, it, test } from 'node:test';";

const folder = mkdtempSync(join(tmpdir(), 'headframe-report-'));
after(() => rmSync(folder, { recursive: true }));

function write(name: string, ...lines: string[]): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, [RUNNER, ...lines].join('\n'));
  return file;
}

/** Runs files in one process, as long as it lives. */
async function runThem(files: readonly string[], timeoutMs = 120_000): Promise<FileOutcome[]> {
  const outcomes: FileOutcome[] = [];
  await runGroup(files, { args: ARGS, env: process.env, timeoutMs }, (outcome) => outcomes.push(outcome));
  return outcomes;
}

async function runIt(file: string, timeoutMs?: number): Promise<FileOutcome> {
  const [outcome] = await runThem([file], timeoutMs);
  assert.ok(outcome);
  return outcome;
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

test('an error that nobody catches fails the file in which it came about, and tells where', async () => {
  const loose = write(
    'loose',
    'const later = (run) => new Promise((r) => setTimeout(r, 50, setTimeout(run, 10)));',
    "test('throws', () => later(() => { throw new Error('thrown loose'); }));",
    "test('rejects', () => later(() => void Promise.reject(new Error('rejected loose'))));",
  );
  const [first, second] = await runThem([loose, write('calm', "test('well', () => {});")]);
  assert.ok(first && second);
  assert.equal(second.failures.length, 0);
  assert.match(
    finalReport([first], 0),
    /thrown loose\n +at .*loose\.mjs:3:(.*\n)+.*rejected loose\n +at .*loose\.mjs:4:/,
  );
});

test('files of a group share a process and what they load, and each keeps its hooks and its failures', async () => {
  const shared = write('shared', 'let count = 0;', 'export const next = () => ++count;');
  const first = write(
    'first',
    `import { next } from '${shared}';`,
    "import { afterEach } from 'node:test';",
    "afterEach(() => console.log('of the first'));",
    "test('is first', () => { if (next() === 1) throw new Error('number one'); });",
  );
  const second = write(
    'second',
    `import { next } from '${shared}';`,
    "test('is second', () => console.log(next()));",
  );
  const outcomes = await runThem([first, write('broken', 'import "./nowhere.mjs";'), second]);
  assert.deepEqual(
    outcomes.map(({ file, tests, failures, end }) => [file, tests, failures.length, end]),
    [
      [first, 1, 1, undefined],
      [join(folder, 'broken.mjs'), 1, 1, undefined],
      [second, 1, 0, undefined],
    ],
  );
  assert.match(outcomes[1]?.failures[0]?.error ?? '', /ERR_MODULE_NOT_FOUND/);
  const printed = outcomes.map(({ output }) => output).join('');
  assert.deepEqual(printed.match(/^(2|of the first)$/gm)?.sort(), ['2', 'of the first']);
});

test('files behind one that ends the process are run in another', async () => {
  const [good, bad] = [write('good', "test('good', () => {});"), write('ends', 'process.exit(4);')];
  const outcomes = await runThem([good, bad, good]);
  assert.deepEqual(
    outcomes.map(({ file, passed, end }) => [file, passed, end]),
    [
      [good, 1, undefined],
      [bad, 0, 'exit code 4'],
      [good, 1, undefined],
    ],
  );
});

test('groups run in their order, so many at once', async () => {
  const seen: string[] = [];
  await runGroups([['x', 'y'], ['z'], ['w']], 2, async (files) => {
    seen.push(`+${files}`);
    if (files.length > 1) while (!seen.includes('-w')) await new Promise(setImmediate);
    seen.push(`-${files}`);
  });
  assert.deepEqual(seen, ['+x,y', '+z', '-z', '+w', '-w', '-x,y']);
});
