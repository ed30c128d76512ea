import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runUnittest } from './run-unittest.ts';
import { startWorkspaceHost } from './workspace-host.ts';

test('the clients of 2020 and 2021 give back what PyMiner’s did', async (context) => {
  const { port } = await startWorkspaceHost(context);
  assert.ok((await runUnittest('compat/test_base_clients.py', port)) >= 27);
});

test('the clients that are told of changes shut down, and are refused a name that is taken', async (context) => {
  const { port } = await startWorkspaceHost(context);
  assert.ok((await runUnittest('compat/test_general_clients.py', port)) >= 4);
});

test('the functions of lib.comm and pyminer_algorithms do what PyMiner’s did', async (context) => {
  const { port } = await startWorkspaceHost(context);
  assert.ok((await runUnittest('compat/test_comm.py', port)) >= 9);
});
