import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PythonProcess } from './python-process.ts';
import { startWorkspaceHost } from './workspace-host.ts';

/** Runs a file of Python's unittest below `clients/python/tests/compat`; gives how many tests passed. */
async function runUnittest(file: string, port: number, env: Readonly<Record<string, string>> = {}) {
  const python = new PythonProcess({
    args: ['-m', 'unittest', `clients/python/tests/compat/${file}`],
    port,
    env,
  });
  await python.end();
  const [, ran] = /^Ran (\d+) tests? .*\n\nOK\n$/m.exec(python.errors) ?? [];
  assert.ok(ran, python.errors);
  return Number(ran);
}

test('the clients of 2020 and 2021 give back what PyMiner’s did', async (context) => {
  const { port } = await startWorkspaceHost(context);
  assert.ok((await runUnittest('test_base_clients.py', port)) >= 27);
});

test('the clients that are told of changes shut down, and are refused a name that is taken', async (context) => {
  const { port } = await startWorkspaceHost(context);
  assert.ok((await runUnittest('test_general_clients.py', port)) >= 4);
});

test('the functions of lib.comm and pyminer_algorithms do what PyMiner’s did', async (context) => {
  const { port } = await startWorkspaceHost(context);
  assert.ok((await runUnittest('test_comm.py', port)) >= 9);
});
