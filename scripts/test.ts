/**
 * Runs the tests: all of `test/` by default, with the coverage that .c8rc.json asks for, or the files named
 * as arguments.
 *
 * `npm test -- test/core/scope.test.ts` runs one file. The exit code is that of Node's test runner.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const SLOW_FILE_MS = 600_000;
const COVERAGE = 'node_modules/c8/bin/c8.js';

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
const options = ['--import', 'tsx', '--test', `--test-timeout=${SLOW_FILE_MS}`, '--test-concurrency=2'];
// The gate is for the whole: a part of the tests covers a part of the code.
const coverage = named.length > 0 ? [] : [COVERAGE, process.execPath];
const child = spawn(process.execPath, [...coverage, ...options, ...files], { stdio: 'inherit' });
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
