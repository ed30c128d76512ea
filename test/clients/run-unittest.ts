import assert from 'node:assert/strict';
import { parse } from 'node:path';
import { PythonProcess } from './python-process.ts';

/** Runs a file of Python's unittest below `clients/python/tests`; gives how many tests passed. */
export async function runUnittest(file: string, port: number): Promise<number> {
  const { dir, base } = parse(`clients/python/tests/${file}`);
  const python = new PythonProcess({ args: ['-m', 'unittest', 'discover', '-s', dir, '-p', base], port });
  await python.end();
  const [, ran] = /^Ran (\d+) tests? .*\n\nOK\n$/m.exec(python.errors) ?? [];
  assert.ok(ran, python.errors);
  return Number(ran);
}
