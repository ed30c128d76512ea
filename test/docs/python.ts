import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { NOT_COPIED } from './packed.ts';

const BUILD = 'import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])';

/**
 * A Python environment below a folder, in which `pip install` is offline and builds with the setuptools that is there, so
 * that documents can say `pip install`. Returns the folder of its programs, for PATH.
 */
export function createPython(folder: string): string {
  const options = ['--system-site-packages', '--without-pip', join(folder, 'venv')];
  execFileSync('/usr/bin/python3', ['-m', 'venv', ...options]);
  return join(folder, 'venv/bin');
}

/** What pip needs in its environment for that. */
export const OFFLINE_PIP: Readonly<Record<string, string>> = {
  PIP_NO_INDEX: '1',
  // pip negates the value of an option that begins with "no".
  PIP_NO_BUILD_ISOLATION: '0',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  PYTHONDONTWRITEBYTECODE: '1',
};

/** Builds the wheel of the Python client into a folder, as pip has setuptools build it. */
export function buildWheel(programs: string, folder: string): void {
  const source = join(folder, 'source');
  const filter = (path: string): boolean =>
    !NOT_COPIED.has(basename(path)) && basename(path) !== '__pycache__';
  mkdirSync(folder, { recursive: true });
  cpSync('clients/python', source, { recursive: true, filter });
  execFileSync(join(programs, 'python3'), ['-c', BUILD, folder], {
    cwd: source,
    env: { ...process.env, ...OFFLINE_PIP },
    stdio: 'pipe',
  });
  rmSync(source, { recursive: true });
}
