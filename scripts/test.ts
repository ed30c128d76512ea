/**
 * Runs the tests: all of `test/` by default, with the coverage that .c8rc.json asks for, or the files named
 * as arguments; `--guarantees` names those that show the requirements.
 *
 * `npm test -- test/core/scope.test.ts` runs one file. A line tells of each file when it is done; at the end
 * come the failures in full, and the totals. The exit code is 0 when all tests passed, and are covered.
 */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { GUARANTEES } from '../test/guarantees/index.ts';
import { buildForTests } from './testing/builds.ts';
import { Coverage } from './testing/coverage.ts';
import { readDurations, saveDurations } from './testing/durations.ts';
import type { FileOutcome } from './testing/file-outcome.ts';
import { groupsOf, longestFirst } from './testing/groups.ts';
import { makeMemoryFolder } from './testing/memory-folder.ts';
import { fileLine, finalReport, totals } from './testing/report.ts';
import { runGroup } from './testing/run-group.ts';
import { runGroups } from './testing/run-groups.ts';

const SLOW_FILE_MS = 600_000;
/** One more than the processors that it is meant for: tests wait, too. */
const AT_ONCE = 3;
const DURATIONS = 'node_modules/.cache/test-durations.json';
/** Where the tests are that take longest, when no run before has told. */
const LONG = [
  'test/browser/',
  'test/docs/',
  'test/clients/',
  'test/workspace/',
  'test/codec/',
  'test/socket-server/',
];
/** What measures its whole process: it has one of its own. */
const ALONE: ReadonlySet<string> = new Set([
  'test/frame/large-packet.test.ts',
  'test/socket-server/framed-liveness.test.ts',
  'test/socket-server/lifecycle.test.ts',
  'test/socket-server/unix-socket.test.ts',
  'test/web-inspector/lifecycle.test.ts',
]);
/** What runs little of the code in its own process, and much that is not ours: it does not count for the coverage. */
const UNCOUNTED = ['browser', 'clients', 'conformance', 'docs', 'install', 'load', 'pyminer', 'types'].map(
  (folder) => `test/${folder}/`,
);
/** What is to write to a disk: it tests what is durable, and how long that takes. */
const ON_DISK = ['test/load/', 'test/workspace/'];
const REPORTER = './scripts/testing/send-events.ts';
const LOADER = './scripts/testing/load-files.ts';
const UNTRACKED = './scripts/testing/untracked.ts';

/** All `*.test.ts` files below `folder`, but for `test/long`, whose commands run by themselves. */
function testFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory())
        return entry.name === 'long' || entry.name === 'fixtures' ? [] : testFiles(path);
      return entry.name.endsWith('.test.ts') ? [path] : [];
    })
    .sort();
}

/** The files that show the requirements. */
function guaranteeFiles(): string[] {
  return [...new Set(GUARANTEES.flatMap(({ shownBy }) => Object.keys(shownBy)))];
}

const named = process.argv.slice(2).flatMap((name) => (name === '--guarantees' ? guaranteeFiles() : [name]));
const all = named.length === 0;
const files = all ? testFiles('test') : named;
const groups = longestFirst(groupsOf(files, ALONE), readDurations(DURATIONS), LONG);
const builds = await buildForTests();
const reporters = [`--test-reporter=${moduleOf(REPORTER)}`, '--test-reporter-destination=stderr'];
if (!all) reporters.push('--test-reporter=spec', '--test-reporter-destination=stdout');
// Of the processes that a test starts, none counts for the coverage: they run the bundled package.
const own = '--import=data:text/javascript,delete process.env.NODE_V8_COVERAGE';
const env: NodeJS.ProcessEnv = { ...process.env, HEADFRAME_TEST_HOST: builds.host };
const memory = makeMemoryFolder();
// The gate is for the whole: a part of the tests covers a part of the code.
const coverage = all ? new Coverage(join(builds.tests, 'dist')) : undefined;
const counted = coverage ? { ...env, NODE_V8_COVERAGE: coverage.folder } : env;
const envOf = ([file = '']: readonly string[]): NodeJS.ProcessEnv => ({
  ...(UNCOUNTED.some((folder) => file.startsWith(folder)) ? env : counted),
  ...(memory !== undefined && !ON_DISK.some((folder) => file.startsWith(folder)) && { TMPDIR: memory }),
});

const began = performance.now();
const outcomes: FileOutcome[] = [];
const args = [own, `--import=${moduleOf(UNTRACKED)}`, ...reporters, moduleOf(LOADER)];
const done = (outcome: FileOutcome): void => {
  outcomes.push(outcome);
  console.log(fileLine(outcome));
};
await runGroups(groups, AT_ONCE, (group) =>
  runGroup(group, { args, env: envOf(group), timeoutMs: SLOW_FILE_MS, loud: !all }, done),
);
const seconds = (performance.now() - began) / 1000;
console.log(`\n${all ? finalReport(outcomes, seconds) : totals(outcomes, seconds)}`);
if (all) saveDurations(DURATIONS, outcomes);
const isCovered = coverage?.isEnough() ?? true;
process.exitCode = isCovered && outcomes.every(({ succeeded }) => succeeded) ? 0 : 1;

/** What a file of the sources is built to. */
function moduleOf(file: string): string {
  return join(builds.tests, 'dist', relative('.', file).replace(/\.ts$/, '.js'));
}
