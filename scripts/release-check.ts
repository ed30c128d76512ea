/**
 * Whether what is checked out can be released: `npm run release:check`.
 *
 * Compares version, changelog and tag; checks the code; builds and packs the package; asks publint and Are the Types
 * Wrong?; installs tarball and wheel offline in empty folders and follows the tutorials there; checks the generated pages
 * and every link of the documents. Does not publish anything.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { findDisagreements, type Release } from './release-agreement.ts';

/** The tests that show that the packages are what they should be. */
const TESTS = [
  'test/docs/package.test.ts',
  'test/clients/python-package.test.ts',
  'test/docs/readme.test.ts',
  'test/docs/tutorial.test.ts',
  'test/types/reference.test.ts',
  'test/docs/links.test.ts',
];

/** What is checked out, as {@link findDisagreements} wants it. */
export function readRelease(): Release {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
  const python = readFileSync('clients/python/src/headframe/_version.py', 'utf8');
  const tags = execFileSync('git', ['tag', '--points-at', 'HEAD'], { encoding: 'utf8' });
  return {
    version,
    pythonVersion: /^VERSION = '([^']+)'$/m.exec(python)?.[1] ?? '',
    changelog: readFileSync('CHANGELOG.md', 'utf8'),
    tags: tags.split('\n').filter((tag) => tag !== ''),
  };
}

function run(title: string, command: string, args: readonly string[]): boolean {
  process.stdout.write(`\n${title}\n`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  return status === 0;
}

if (process.argv[1] === import.meta.filename) {
  const disagreements = findDisagreements(readRelease());
  for (const one of disagreements) process.stderr.write(`${one}\n`);
  const isCodeGood = run('The code', 'npm', ['run', 'check']);
  const isPackageGood = run('The packages', 'npm', ['test', '--', ...TESTS]);
  const isGood = disagreements.length === 0 && isCodeGood && isPackageGood;
  process.stdout.write(isGood ? '\nready for a release\n' : '\nnot ready for a release\n');
  process.exitCode = isGood ? 0 : 1;
}
