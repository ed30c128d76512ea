import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HeadframeError, messageOf } from '../errors.ts';

const TIMEOUT_MS = 300_000;
const MAX_OUTPUT = 16 * 1024;

/** No script of a package ever runs, peers (the host) are not fetched, and nothing is hoisted. */
const INSTALL = [
  'install',
  '--ignore-scripts',
  '--omit=dev',
  '--legacy-peer-deps',
  '--install-strategy=nested',
  '--no-audit',
  '--no-fund',
  '--no-package-lock',
];

/**
 * Installs packages (name → version, range or tag) into the `node_modules` of an empty folder. The
 * folder is npm's alone: no `.npmrc` or lock file of a plugin is ever read. Throws `NPM_FAILED` with
 * npm's own words.
 */
export async function npmInstall(
  folder: string,
  dependencies: Readonly<Record<string, string>>,
): Promise<void> {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  try {
    await run(folder);
  } catch (error) {
    const names = Object.entries(dependencies).map(([name, range]) => `${name}@${range}`);
    const text = `npm could not install ${names.join(', ')}: ${messageOf(error)}`;
    throw new HeadframeError('NPM_FAILED', text, { cause: error });
  }
}

function run(cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const isWindows = process.platform === 'win32';
    const child = spawn(isWindows ? 'npm.cmd' : 'npm', INSTALL, {
      cwd,
      shell: isWindows,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: TIMEOUT_MS,
    });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-MAX_OUTPUT);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(output.trim() || `it ended by ${signal ?? code}`));
    });
  });
}
