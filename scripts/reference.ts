/**
 * Writes the generated pages of the reference: `npm run reference [-- --check]`.
 *
 * With `--check` nothing is written; those that are out of date are named, and the exit code is 1.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { referencePages } from './reference/pages.ts';

const isCheck = process.argv.includes('--check');
for (const [file, text] of await referencePages()) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  process.stdout.write(`${file} ${isCheck ? 'is out of date' : 'written'}\n`);
  if (isCheck) process.exitCode = 1;
  else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
