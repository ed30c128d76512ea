import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder, writePlugin } from '../core/plugins.ts';
import { CliProcess, startHostProcess } from './cli-process.ts';

const ONE_LINE = /^[^\n]+\n$/;
const PLUGIN = `import { BaseExtension } from 'headframe';
export class Extension extends BaseExtension {
  override onInstall(): void { this.logger.info({}, 'was installed'); }
}
`;

test('plugin add and remove, each a process of its own, take effect in the host of another', async (t) => {
  const folder = temporaryFolder(t);
  const sources = temporaryFolder(t);
  const extensions = join(folder, '.headframe/extensions');
  const shown = (): Record<string, string> =>
    JSON.parse(readFileSync(join(folder, '.headframe/runtime.json'), 'utf8')).plugins;
  const headframe = async (...args: string[]) => {
    const command = new CliProcess(folder, ['plugin', ...args, '--json']);
    const { code } = await command.ended;
    assert.match(command.out, ONE_LINE, command.err);
    return { code, result: JSON.parse(command.out) };
  };
  const base = writePlugin(sources, 'base', PLUGIN, { version: '1.0' });
  const needy = writePlugin(sources, 'needy', PLUGIN, { requirements: ['base'] });
  const host = await startHostProcess(t, folder, ['--json']);

  const early = await headframe('add', needy);
  assert.deepEqual([early.code, early.result.error.code], [1, 'REQUIREMENT_MISSING']);
  assert.deepEqual([shown().needy, existsSync(join(extensions, 'needy'))], [undefined, false]);

  const added = await headframe('add', base);
  assert.equal(added.code, 0);
  assert.deepEqual(added.result, {
    name: 'base',
    version: '1.0.0',
    previous: null,
    folder: join(extensions, 'base'),
    running: true,
    pipDependencies: [],
  });
  assert.equal(shown().base, 'active');
  assert.equal((await headframe('add', needy)).code, 0);
  assert.equal(shown().needy, 'active');
  await host.says(/"plugin":"needy","msg":"was installed"/);

  const required = await headframe('remove', 'base');
  assert.equal(required.result.error.code, 'PLUGIN_REQUIRED');
  assert.match(required.result.error.message, /base is required by needy/);
  assert.deepEqual([shown().base, shown().needy], ['active', 'active']);

  for (const name of ['needy', 'base']) {
    assert.deepEqual(await headframe('remove', name), { code: 0, result: { name, running: true } });
    assert.deepEqual([shown()[name], existsSync(join(extensions, name))], [undefined, false]);
  }
  assert.equal(shown().workspace, 'active');
});
