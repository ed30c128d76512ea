import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder, writePlugin } from '../core/plugins.ts';
import { runUnittest } from './run-unittest.ts';
import { startWorkspaceHost } from './workspace-host.ts';

/** A plugin with the name of PyMiner's console, which lets its method be called. */
const CONSOLE = `
  import { BaseExtension, BaseInterface } from 'headframe';
  export class Interface extends BaseInterface<Extension> {
    static override readonly remote = ['run_command', 'get_commands'];
    readonly commands: object[] = [];
    run_command(options: object): void { this.commands.push(options); }
    get_commands(): object[] { return this.commands; }
  }
  export class Extension extends BaseExtension<Interface> {}
`;

test('the clients of 2020 and 2021 give back what PyMiner’s did', async (context) => {
  const { port } = await startWorkspaceHost(context);
  assert.ok((await runUnittest('compat/test_base_clients.py', port)) >= 27);
});

test('the clients that are told of changes shut down, and are refused a name that is taken', async (context) => {
  const { port } = await startWorkspaceHost(context);
  assert.ok((await runUnittest('compat/test_general_clients.py', port)) >= 4);
});

test('the functions of lib.comm and pyminer_algorithms do what PyMiner’s did', async (context) => {
  const plugin = writePlugin(temporaryFolder(context), 'ipython_console', CONSOLE);
  const { port } = await startWorkspaceHost(context, 0, [plugin]);
  assert.ok((await runUnittest('compat/test_comm.py', port)) >= 10);
});
