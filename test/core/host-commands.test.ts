import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createTestHost } from '../../core/testing.ts';
import { temporaryFolder, writePlugin } from './plugins.ts';

const PLUGIN = `import { BaseExtension, BaseInterface } from 'headframe';
export class Interface extends BaseInterface<Extension> {
  static override readonly remote = ['double'];
  double(value: number): number { return 2 * value; }
}
export class Extension extends BaseExtension<Interface> {
  override onLoad(): void { this.logger.info({ secret: 'field' }, this.info.name + ' is here'); }
}
`;

interface Described {
  readonly name: string;
  readonly state: string;
  readonly enabled: boolean;
  readonly requirements: readonly string[];
  readonly dependents: readonly string[];
  readonly load_ms: number | null;
  readonly failure: { readonly code: string } | null;
}

async function start(t: import('node:test').TestContext) {
  const folder = temporaryFolder(t);
  const base = writePlugin(folder, 'base', PLUGIN);
  const top = writePlugin(folder, 'top', PLUGIN, { requirements: ['base'] });
  const running = await createTestHost({ plugins: [base, top] });
  t.after(() => running.stop());
  const list = async (): Promise<Map<string, Described>> => {
    const { plugins } = (await running.dispatch('plugins')) as { plugins: Described[] };
    return new Map(plugins.map((plugin) => [plugin.name, plugin]));
  };
  const enabledInFile = (): unknown => {
    const file = JSON.parse(readFileSync(running.host.configuration.targetFile, 'utf8'));
    return Object.fromEntries(
      Object.entries(file.plugins as Record<string, { enabled: boolean }>).map(([name, { enabled }]) => [
        name,
        enabled,
      ]),
    );
  };
  return { ...running, folder, list, enabledInFile };
}

test('plugins are listed with what they need, who needs them, and what they hold', async (t) => {
  const { list } = await start(t);
  const plugins = await list();
  const { load_ms: loadMs, ...top } = plugins.get('top') ?? ({} as Described);
  assert.ok(typeof loadMs === 'number');
  assert.deepEqual(top, {
    ...top,
    state: 'active',
    enabled: true,
    failure: null,
    requirements: ['base'],
    dependents: [],
    effects: [],
    taps: {},
    has_settings: false,
  });
  assert.deepEqual(plugins.get('base')?.dependents, ['top']);
});

test('a plugin is disabled and enabled here and in the config file, others only when asked for', async (t) => {
  const { dispatch, list, enabledInFile } = await start(t);
  await assert.rejects(dispatch('plugin_disable', { name: 'base' }), {
    code: 'PLUGIN_REQUIRED',
    data: { dependents: ['top'] },
  });
  assert.equal((await list()).get('base')?.state, 'active');

  assert.deepEqual(await dispatch('plugin_disable', { name: 'base', cascade: true }), {
    plugins: { top: 'disabled', base: 'disabled' },
  });
  assert.deepEqual(enabledInFile(), { top: false, base: false });

  await assert.rejects(dispatch('plugin_enable', { name: 'top' }), { code: 'REQUIREMENT_MISSING' });
  assert.deepEqual(enabledInFile(), { top: false, base: false });
  assert.deepEqual(await dispatch('plugin_enable', { name: 'base' }), { plugins: { base: 'active' } });
  assert.deepEqual(await dispatch('plugin_enable', { name: 'top' }), { plugins: { top: 'active' } });
  assert.deepEqual(enabledInFile(), { top: true, base: true });
});

test('a plugin is loaded anew', async (t) => {
  const { dispatch, folder, list } = await start(t);
  writePlugin(folder, 'base', PLUGIN.replace('2 * value', '3 * value'));
  assert.deepEqual(await dispatch('plugin_refresh', { name: 'base' }), { plugins: { base: 'active' } });
  const call = { interface: 'base', method: 'double', params: [2] };
  assert.deepEqual(await dispatch('call_interface', call), { value: 6 });
  writePlugin(folder, 'base', 'this is no TypeScript');
  await assert.rejects(dispatch('plugin_refresh', { name: 'base' }), { code: 'PLUGIN_FAILED' });
  assert.equal((await list()).get('base')?.state, 'failed');
});

for (const command of ['plugin_enable', 'plugin_disable', 'plugin_refresh']) {
  test(`${command} of a plugin that there is not says so`, async (t) => {
    const { dispatch } = await start(t);
    await assert.rejects(dispatch(command, { name: 'nobody' }), { code: 'UNKNOWN_PLUGIN' });
  });
}

test('the end of the log has texts alone, of the levels that are wanted, from where one has read', async (t) => {
  const { dispatch, host } = await start(t);
  const tail = (params: object) =>
    dispatch('log_tail', { ...params }) as Promise<{
      records: { number: number; text: string }[];
      last: number;
    }>;
  const { records, last } = await tail({});
  const texts = records.map(({ text }) => text);
  assert.deepEqual(
    ['base is here', 'top is here'].map((text) => texts.includes(text)),
    [true, true],
  );
  assert.ok(!JSON.stringify(records).includes('field'));

  host.logger.info({}, 'one');
  host.logger.child({ plugin: 'somebody' }).warn({}, 'two');
  const [two, ...none] = (await tail({ level: 'warn', after: last })).records;
  const { time, ...rest } = two as unknown as { time: number };
  assert.ok(Math.abs(Date.now() - time) < 60_000);
  assert.deepEqual([rest, none], [{ number: last + 2, level: 'warn', plugin: 'somebody', text: 'two' }, []]);
  assert.deepEqual(
    (await tail({ lines: 1 })).records.map(({ text }) => text),
    ['two'],
  );

  for (let count = 0; count < 1500; count += 1) host.logger.info({}, `line ${count}`);
  const full = await tail({ lines: 1000 });
  assert.deepEqual(
    [full.records.length, full.records[0]?.text, full.records.at(-1)?.text],
    [1000, 'line 500', 'line 1499'],
  );
});

test('who has come by a plugin that is to be closed is answered first', async (t) => {
  const { host, list } = await start(t);
  const context = {
    session: 'test',
    client: 'test',
    role: 'admin' as const,
    transport: 'test',
    signal: new AbortController().signal,
    long: true,
    carrier: 'top',
  };
  const answer = await host.commands.dispatch('plugin_disable', ['top'], context);
  assert.deepEqual(answer, { plugins: { top: 'active' } });
  // Operations queue: this one comes behind the other.
  await new Promise((resolve) => setImmediate(resolve));
  await host.refresh('base');
  assert.equal((await list()).get('top')?.state, 'disabled');
});
