import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createTestHost, type TestHost } from '../../core/testing.ts';
import { temporaryFolder, writePlugin } from '../core/plugins.ts';
import { FramedPeer } from './framed-peer.ts';

const PLUGIN = `import { BaseExtension, BaseInterface, HeadframeError, Hook } from 'headframe';
export class Interface extends BaseInterface<Extension> {
  static override readonly remote = [
    'add', 'later', 'nothing', 'bytes', 'fails', 'failsLater', 'strange', 'missing', 'hooks', 'field', '_hidden', 'then',
    'constructor', 'toString',
  ];
  readonly hooks = { changed: Hook.parallel('changed') };
  readonly field = 5;
  add(a: number, b = 10): number { return a + b; }
  async later(text: string): Promise<string> { return text; }
  nothing(): void {}
  bytes(): Uint8Array { return Buffer.from('bytes'); }
  fails(): void { throw new HeadframeError('BAD_ARGUMENT', 'not like that', { data: { why: 'because' } }); }
  async failsLater(): Promise<void> { throw new Error('a fault'); }
  strange(): unknown { return { inner: () => 1 }; }
  local(): string { return 'for plugins alone'; }
  _hidden(): string { return 'private'; }
  then(): void {}
}
export class Extension extends BaseExtension<Interface> {}
`;

async function start(context: TestContext): Promise<{ running: TestHost; peer: FramedPeer }> {
  const folder = temporaryFolder(context);
  const plain = "import { BaseExtension, BaseInterface } from 'headframe';\n";
  const running = await createTestHost({
    plugins: [
      'workspace',
      'settings',
      'socket-server',
      writePlugin(folder, 'called', PLUGIN),
      writePlugin(
        folder,
        'closed',
        `${plain}export class Interface extends BaseInterface { hello(): string { return 'hello'; } }
export class Extension extends BaseExtension {}\n`,
      ),
    ],
    settings: { 'socket-server': { port: 0 } },
  });
  context.after(() => running.stop());
  const address = running.extensionLib.getInterface('socket-server').address();
  const peer = await FramedPeer.connect(address?.port ?? 0);
  context.after(() => peer.destroy());
  await peer.hello();
  return { running, peer };
}

test('clients call what a plugin lets them call', async (context) => {
  const { peer } = await start(context);
  const call = async (method: string, ...params: unknown[]): Promise<unknown> =>
    (await peer.call('call_interface', { interface: 'called', method, params })).value;
  assert.equal(await call('add', 1), 11);
  assert.equal(await call('add', 1, 2), 3);
  assert.equal(await call('later', 'text'), 'text');
  assert.equal(await call('nothing'), null);
  assert.deepEqual((await peer.call('call_interface', ['called', 'add', [1]])).value, 11);
  const bytes = await peer.answer(peer.command('call_interface', { interface: 'called', method: 'bytes' }));
  assert.equal(bytes.payload.toString(), 'bytes');
  const counters = await peer.call('call_interface', { interface: 'socket-server', method: 'counters' });
  assert.equal((counters.value as { connections: number }).connections, 1);
});

test('and nothing else, whatever it is', async (context) => {
  const { running, peer } = await start(context);
  const refusal = async (plugin: string, method: string): Promise<unknown> => {
    const call = peer.call('call_interface', { interface: plugin, method });
    return call.then(
      ({ value }) => value,
      ({ code, message, data }) => [code, message, ...(data ? [data] : [])],
    );
  };
  for (const method of [
    'local',
    'unknown',
    'missing',
    'hooks',
    'field',
    '_hidden',
    'then',
    'constructor',
    'toString',
    '__proto__',
    '',
  ]) {
    const message = `clients cannot call called.${method}()`;
    assert.deepEqual(await refusal('called', method), ['NOT_REMOTE', message], method);
  }
  assert.deepEqual(await refusal('closed', 'hello'), ['NOT_REMOTE', 'clients cannot call closed.hello()']);
  assert.deepEqual(await refusal('workspace', 'write'), [
    'NOT_REMOTE',
    'clients cannot call workspace.write()',
  ]);
  assert.equal(((await refusal('nothing', 'add')) as string[])[0], 'UNKNOWN_PLUGIN');
  assert.deepEqual(await refusal('called', 'fails'), ['BAD_ARGUMENT', 'not like that', { why: 'because' }]);
  assert.deepEqual(await refusal('called', 'failsLater'), ['INTERNAL', 'a fault']);
  assert.equal(((await refusal('called', 'strange')) as string[])[0], 'INTERNAL');
  await running.host.disable('called');
  assert.equal(((await refusal('called', 'add')) as string[])[0], 'PLUGIN_INACTIVE');
  await running.host.enable('called');
  assert.equal(
    (await peer.call('call_interface', { interface: 'called', method: 'add', params: [1] })).value,
    11,
  );
});

test('of a variable that a plugin deletes as soon as it is told of it, clients hear that it is gone', async (context) => {
  const running = await createTestHost({
    plugins: [
      'workspace',
      'settings',
      writePlugin(
        temporaryFolder(context),
        'eraser',
        `import { BaseExtension } from 'headframe';
export class Extension extends BaseExtension {
  override onLoad(): void {
    this.extensionLib.withInterface('workspace', (workspace, scope) => {
      workspace.hooks.dataCreated.tap(scope, ({ name }) => {
        if (name === 'x') return workspace.delete([name], { provider: 'eraser' });
      });
    });
  }
}
`,
      ),
      'socket-server',
    ],
    settings: { 'socket-server': { port: 0 } },
  });
  context.after(() => running.stop());
  const address = running.extensionLib.getInterface('socket-server').address();
  const peer = await FramedPeer.connect(address?.port ?? 0);
  context.after(() => peer.destroy());
  await peer.hello({ subscribe: {} });
  await peer.set('x', '1');
  await peer.set('y', '1');
  const told = [await peer.notification(), await peer.notification()];
  assert.deepEqual(
    told.map(({ json: { name, change } }) => [name, change]),
    [
      ['x', 'deleted'],
      ['y', 'created'],
    ],
  );
});
