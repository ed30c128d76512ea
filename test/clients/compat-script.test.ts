import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PythonProcess } from './python-process.ts';
import { startWorkspaceHost } from './workspace-host.ts';

const SCRIPTS = 'clients/python/tests/compat/scripts';

/** Runs a script as `python -m headframe.compat` does. */
function runScript(script: string, port: number, ...args: readonly string[]): PythonProcess {
  return new PythonProcess({ args: ['-m', 'headframe.compat', `${SCRIPTS}/${script}`, ...args], port });
}

test('a script of 2020 runs unchanged, with its arguments and its exit code', async (context) => {
  const { port } = await startWorkspaceHost(context);
  const python = runScript('script_2020.py', port, '--flag', 'value');
  assert.deepEqual(JSON.parse(await python.line()), {
    arguments: ['--flag', 'value'],
    x: [1, 2],
    'made here': 7,
    unknown: null,
    same: true,
    Qt: true,
    style: true,
  });
  await assert.rejects(python.end(), /the process ended with 3/);
});

test('a script of 2021 runs unchanged, on a port of the command line', async (context) => {
  const host = await startWorkspaceHost(context);
  const args = ['-m', 'headframe.compat', '--port', String(host.port), `${SCRIPTS}/script_2021.py`];
  const python = new PythonProcess({ args, port: 1 });
  assert.deepEqual(JSON.parse(await python.end()), {
    n: 1,
    unknown: null,
    names: ['n', 't'],
    numeric: ['n'],
    described: true,
    deleted: 'n',
  });
  assert.equal(String(host.data.getVar('t')), 'text');
});

test('folders of a script’s own that are named as PyMiner’s stay what they are', async (context) => {
  const { port } = await startWorkspaceHost(context);
  assert.deepEqual(JSON.parse(await runScript('own/script.py', port).end()), { own: 'own', answer: 42 });
});

test('a name that is none of a client is refused with what there is', async () => {
  const python = runScript('script_missing.py', 1);
  await assert.rejects(python.end(), /ImportError: cannot import name 'PMTableView' from 'pmgwidgets'/);
});

test('a script that cannot be read ends as Python does', async () => {
  await assert.rejects(runScript('none.py', 1).end(), /No such file or directory: '.*none\.py'/);
});
