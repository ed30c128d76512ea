import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type ExtensionLib, Host, lockDataFolder, type PublicInterface, silentLogger } from 'headframe';
import type { Interface } from 'headframe/workspace';
import { runCli } from '../cli/run-cli.ts';
import { openWorkspace, temporaryFolder } from './storage-folder.ts';
import { json } from './values.ts';

const builtIn = fileURLToPath(new URL('../../plugins/workspace', import.meta.url));
const ANN = { provider: 'ann' };

interface PersistentHost {
  readonly host: Host;
  readonly workspace: PublicInterface<Interface>;
  readonly stop: () => Promise<void>;
}

const PROBE = `import { BaseExtension } from 'headframe';
export class Extension extends BaseExtension {
  override onLoad(): void { globalThis.persistenceProbe = this.extensionLib; }
}
`;

/** Starts a host on a folder as `headframe start` does: it holds the lock of the data folder. */
async function startHost(
  t: TestContext,
  cwd: string,
  { locked = true, settings = {} } = {},
): Promise<PersistentHost> {
  const probe = join(cwd, 'probe');
  if (!existsSync(probe)) {
    mkdirSync(probe);
    writeFileSync(join(probe, 'plugin.json'), JSON.stringify({ name: 'probe' }));
    writeFileSync(join(probe, 'main.ts'), PROBE);
  }
  writeFileSync(
    join(cwd, 'headframe.config.jsonc'),
    JSON.stringify({ plugins: { workspace: { settings } } }),
  );
  const host = await Host.create({
    cwd,
    env: {},
    builtIn: false,
    logger: silentLogger,
    pluginDirs: [builtIn, probe],
  });
  const lock = locked ? await lockDataFolder(host.configuration.dataDir) : undefined;
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= host.stop().then(() => lock?.release());
    return stopping;
  };
  t.after(stop);
  await host.start();
  const lib = Reflect.get(globalThis, 'persistenceProbe') as ExtensionLib;
  return { host, workspace: lib.getInterface('workspace'), stop };
}

test('variables outlive the host, and the plugin when it is disabled and enabled or refreshed', async (t) => {
  const cwd = temporaryFolder(t);
  const first = await startHost(t, cwd);
  await first.workspace.write('x', json('1'), ANN);
  await first.workspace.write('gone', json('1'), { ...ANN, level: 'volatile' });
  first.workspace.defineType('Point', { x: 'float' });
  await first.host.refresh('workspace');
  await first.workspace.write('x', json('2'), { ...ANN, level: 'synced' });
  assert.deepEqual(first.workspace.names(), ['x', 'gone']);
  await first.host.disable('workspace');
  await first.host.enable('workspace');
  assert.deepEqual(first.workspace.names(), ['x']);
  await first.workspace.undo('x', 1, ANN);
  await first.stop();
  const second = await startHost(t, cwd);
  assert.equal(String(second.workspace.read('x')?.value.document), '1');
  assert.ok(second.workspace.getTypes().has('Point'));
  assert.equal((await second.workspace.redo('x', 1, ANN)).steps, 1);
  await second.stop();
  const folder = join(cwd, '.headframe', 'workspace');
  for (const name of readdirSync(folder)) {
    assert.equal(statSync(join(folder, name)).mode & 0o077, 0, name);
  }
});

test('nothing is written without the lock of the data folder, nor with persistence off', async (t) => {
  for (const options of [{ locked: false }, { settings: { persistence: false } }]) {
    const cwd = temporaryFolder(t);
    const { workspace, stop } = await startHost(t, cwd, options);
    await workspace.write('x', json('1'), ANN);
    assert.equal(workspace.storageFolder(), undefined);
    assert.equal(workspace.placeOf('x'), undefined);
    assert.equal(workspace.slotOf('x'), undefined);
    await assert.rejects(workspace.write('y', json('1'), { ...ANN, level: 'synced' }), {
      code: 'BAD_ARGUMENT',
    });
    await stop();
    assert.ok(!existsSync(join(cwd, '.headframe', 'workspace')));
  }
});

test('a large value is read as it was written, by each way that there is', async (t) => {
  const cwd = temporaryFolder(t);
  const first = await startHost(t, cwd);
  const text = `"${'ü'.repeat(60_000)}"`;
  await first.workspace.write('x', json(text), ANN);
  await first.stop();
  const { workspace } = await startHost(t, cwd);
  assert.equal(String((await workspace.load('x'))?.value.document), text);
  assert.equal(String((await workspace.readAs('x', 'json')).value), text);
  assert.equal(String(workspace.read('x')?.value.document), text);
  const { kind, size } = workspace.getMetadata('x');
  assert.deepEqual([kind, size], ['string', 120_002]);
  assert.equal(await workspace.load('nothing'), undefined);
  assert.equal(typeof workspace.slotOf('x'), 'number');
});

test('doctor reads the files through: what is right, what a crash left, what is damaged', async (t) => {
  const cwd = temporaryFolder(t);
  const doctor = async () => {
    const { out } = await runCli(cwd, ['doctor', '--storage', '--json']);
    const { findings } = JSON.parse(out) as {
      findings: { subject: string; status: string; message: string }[];
    };
    return findings
      .filter(({ subject }) => subject === 'storage')
      .map(({ status, message }) => `${status}: ${message}`);
  };
  assert.deepEqual(await doctor(), ['ok: nothing has been kept yet']);
  const folder = join(cwd, '.headframe', 'workspace');
  const opened = openWorkspace(folder);
  await opened.workspace.write([{ name: 'x', value: json(`"${'x'.repeat(70_000)}"`) }], ANN);
  await opened.workspace.write([{ name: 'y', value: json('1') }], ANN);
  await opened.storage.close();
  const [fine] = await doctor();
  assert.match(
    fine ?? '',
    /^ok: .*: revision 2, 2 variables, \d+ records in \d+ bytes, 1 files of values; every sum is right$/,
  );
  const log = join(folder, 'log-1');
  const whole = readFileSync(log);
  writeFileSync(log, Buffer.concat([whole, Buffer.from('half a record')]));
  writeFileSync(join(folder, 'blobs', 'orphan'), 'left');
  const [tail, orphan] = await doctor();
  assert.match(tail ?? '', /^warning: 13 bytes at the end of the log are no record/);
  assert.match(orphan ?? '', /^warning: 1 files of values belong to nothing: orphan/);
  const damaged = Buffer.from(whole);
  damaged[damaged.byteLength - 100] = (damaged[damaged.byteLength - 100] ?? 0) ^ 1;
  writeFileSync(log, damaged);
  assert.match((await doctor())[0] ?? '', /^error: .*log-1, byte \d+: a record/);
});
