import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../core/plugins.ts';
import { PythonProcess } from './python-process.ts';
import { runUnittest } from './run-unittest.ts';
import { startWorkspaceHost } from './workspace-host.ts';

const SIMPLE = ['-m', 'IPython', '--simple-prompt', '--no-banner', '--no-confirm-exit', '--colors=NoColor'];
const MARK = 'ANSWER ';

/** A real IPython with a profile of its own, driven by its input as by a user. */
class Shell {
  readonly python: PythonProcess;

  constructor(port: number, folder: string) {
    const profile = { IPYTHONDIR: folder };
    this.python = new PythonProcess({
      args: [...SIMPLE, '--HistoryManager.enabled=False'],
      port,
      env: profile,
    });
  }

  /** Runs a cell of one line. */
  run(line: string): void {
    this.python.write(line);
  }

  /** What an expression gives, after all cells before. */
  async ask(expression: string): Promise<unknown> {
    this.run(`print('${MARK}' + __import__('json').dumps(${expression}))`);
    const line = await this.python.lineWhere((text) => text.includes(MARK));
    return JSON.parse(line.slice(line.indexOf(MARK) + MARK.length));
  }

  /** Resolves when an expression is true, which cells ask again and again. */
  async until(expression: string): Promise<void> {
    while ((await this.ask(`bool(${expression})`)) !== true);
  }
}

async function openShell(context: TestContext, port: number): Promise<Shell> {
  const shell = new Shell(port, temporaryFolder(context));
  context.after(() => shell.python.kill());
  shell.run('%load_ext headframe');
  await shell.ask('1');
  return shell;
}

test('a namespace and a workspace are kept in step', async (context) => {
  const { port } = await startWorkspaceHost(context);
  assert.ok((await runUnittest('shell/test_sync.py', port)) >= 12);
  assert.ok((await runUnittest('shell/test_fingerprint.py', port)) >= 4);
});

test('what is set, changed and deleted in a shell is seen in Node', async (context) => {
  const host = await startWorkspaceHost(context);
  const shell = await openShell(context, host.port);
  shell.run('x = 41');
  await host.until(() => host.data.varExists('x'));
  shell.run('x += 1; table = __import__("pandas").DataFrame({"n": [1.5, 2.5]})');
  await host.until(() => Number(host.data.getVar('x')) === 42 && host.data.varExists('table'));
  assert.equal(host.data.getMetadata('table').kind, 'table');
  assert.match(host.data.getMetadata('x').provider, /^ipython-\d+$/);
  shell.run('del x');
  await host.until(() => !host.data.varExists('x'));
  assert.deepEqual(host.data.getAllPublicVariableNames(), ['table']);
  await shell.python.end();
  assert.equal(shell.python.errors, '');
});

test('what is set, changed and deleted in Node is seen in a shell', async (context) => {
  const host = await startWorkspaceHost(context);
  await host.data.setVar('before', 'here', 'node');
  const shell = await openShell(context, host.port);
  assert.equal(await shell.ask('before'), 'here');
  await host.data.setVar('y', [1, 2], 'node');
  await shell.until('globals().get("y") == [1, 2]');
  await host.data.setVar('y', [3], 'node');
  await shell.until('y == [3]');
  await host.data.deleteVariable('y', 'node');
  await shell.until('"y" not in globals()');
  assert.deepEqual(host.data.getAllPublicVariableNames(), ['before']);
});

test('what is no data of the user stays in the shell; what cannot be carried is told once', async (context) => {
  const host = await startWorkspaceHost(context);
  const shell = await openShell(context, host.port);
  shell.run('import math, numpy as np, threading; from math import sin; f = lambda: 1; _hidden = 2');
  shell.run('lock = threading.Lock()');
  shell.run('n = 1');
  shell.run('%headframe');
  const told = await shell.python.lineWhere((line) => line.includes('headframe: on, '));
  assert.match(told, /headframe: on, 1 variable in step as ipython-\d+$/);
  assert.match(await shell.python.line(), /^ {2}lock: not carried to the workspace: .*lock/);
  assert.deepEqual(host.data.getAllPublicVariableNames(), ['n']);
  await shell.python.end();
  assert.match(shell.python.errors, /^headframe: lock: not carried to the workspace: .*\n$/);
});

test('a shell that was cut off takes what others did meanwhile, and carries what it did', async (context) => {
  const host = await startWorkspaceHost(context);
  const shell = await openShell(context, host.port);
  shell.run('deleted, changed, both, mine = 1, 1, 1, 1');
  await host.until(() => host.data.varExists('mine'));
  await host.cut(async () => {
    await host.data.deleteVariable('deleted', 'node');
    await host.data.setVar('changed', 2, 'node');
    await host.data.setVar('both', 2, 'node');
    shell.run('both = 3; del mine; made = 3');
    assert.deepEqual(await shell.ask('[deleted, changed, both, made]'), [1, 1, 3, 3]);
  });
  await shell.until('"deleted" not in globals() and changed == 2');
  await host.until(() => host.data.varExists('made') && !host.data.varExists('mine'));
  assert.equal(await shell.ask('both'), 3);
  assert.deepEqual(host.data.getAllPublicVariableNames(), ['changed', 'both', 'made']);
  assert.equal(Number(host.data.getVar('both')), 3);
});

test('a shell goes on over a restart of the host, and carries what was done meanwhile', async (context) => {
  const host = await startWorkspaceHost(context);
  const shell = await openShell(context, host.port);
  shell.run('kept = 1');
  await host.until(() => host.data.varExists('kept'));
  await host.restart(async () => {
    shell.run('meanwhile = 2');
    assert.equal(await shell.ask('kept + meanwhile'), 3);
  });
  await host.data.setVar('new', 3, 'node');
  await host.until(() => host.data.varExists('kept') && host.data.varExists('meanwhile'));
  await shell.until('globals().get("new") == 3');
  assert.equal(await shell.ask('kept + meanwhile + new'), 6);
});

test('it is switched off and on, and taken out', async (context) => {
  const host = await startWorkspaceHost(context);
  const shell = await openShell(context, host.port);
  shell.run('%headframe off');
  await shell.python.lineWhere((line) => line.endsWith('headframe: off'));
  shell.run('x = 1');
  assert.equal(await shell.ask('x'), 1);
  assert.deepEqual(host.data.getAllPublicVariableNames(), []);
  shell.run('%headframe on');
  await shell.python.lineWhere((line) => line.includes('headframe: on, 1 variable in step'));
  assert.deepEqual(host.data.getAllPublicVariableNames(), ['x']);
  shell.run('%headframe nonsense');
  shell.run('%unload_ext headframe');
  shell.run('y = 2');
  shell.run('%headframe');
  assert.equal(await shell.ask('y'), 2);
  await shell.python.end();
  assert.deepEqual(host.data.getAllPublicVariableNames(), ['x']);
  assert.equal(
    shell.python.errors,
    "headframe: 'nonsense' is none of status, on, off\n" +
      'UsageError: Line magic function `%headframe` not found.\n',
  );
});

test('without a host it says so, and begins when one is there', async (context) => {
  const host = await startWorkspaceHost(context);
  const { port } = host;
  await host.stop();
  const shell = await openShell(context, port);
  shell.run('x = 1');
  await shell.ask('x');
  assert.match(
    shell.python.errors,
    /^headframe: no workspace \(DISCONNECTED: .*\); %headframe on tries again\n$/,
  );
  const later = await startWorkspaceHost(context, port);
  shell.run('%headframe on');
  await later.until(() => later.data.varExists('x'));
});
