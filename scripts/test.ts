/**
 * Runs the tests: all of `test/` by default, or the files named as arguments.
 *
 * `npm test -- test/core/scope.test.ts` runs one file. The exit code is that of Node's test runner.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const SLOW_FILE_MS = 240_000;

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

const named = process.argv.slice(2);
const files = named.length > 0 ? named : testFiles('test');
const args = [
  '--import',
  'tsx',
  '--test',
  `--test-timeout=${SLOW_FILE_MS}`,
  '--test-concurrency=2',
  ...files,
];
const child = spawn(process.execPath, args, { stdio: 'inherit' });
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
