import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder, writeFiles, writePlugin } from '../core/plugins.ts';
import { BuiltPackage } from './built.ts';
import { CliProcess, startHostProcess } from './cli-process.ts';

const PLUGIN = `import { BaseExtension, BaseInterface, codeOf, HeadframeError } from 'headframe';
export class Interface extends BaseInterface<Extension> {}
export class Extension extends BaseExtension<Interface> {
  override onLoad(): void {
    // An error of the host is an instance of the class that this module sees: there is one host.
    let found: unknown;
    try { this.extensionLib.getInterface('nobody' as never); } catch (error) { found = error; }
    if (!(found instanceof HeadframeError)) throw new Error('another host');
    this.logger.info({}, 'met ' + codeOf(found));
  }
}
`;

test('the built CLI starts without loading a dependency; a TypeScript plugin outside the package is loaded with tsx and shares the host', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'package'));
  const built = new BuiltPackage(join(folder, 'package'));
  const place = join(folder, 'place');
  writeFiles(place, { 'headframe.config.jsonc': '{ "pluginDirs": ["mine"] }' });

  const plain = await startHostProcess(t, place, ['--strict', '--json'], [built.bin]);
  assert.equal(JSON.parse(plain.out).plugins['socket-server'], 'active');
  const refresh = new CliProcess(place, ['plugin', 'refresh', 'workspace', '--json'], [built.bin]);
  assert.equal((await refresh.ended).code, 0, refresh.err);
  assert.equal(JSON.parse(refresh.out).state, 'active');
  plain.kill('SIGTERM');
  assert.deepEqual(await plain.ended, { code: 0, signal: null });

  writePlugin(join(place, 'mine'), 'own', PLUGIN);
  built.installDependencies();
  const extended = await startHostProcess(t, place, ['--strict', '--json'], [built.bin]);
  assert.equal(JSON.parse(extended.out).plugins.own, 'active');
  assert.match(extended.err, /met UNKNOWN_PLUGIN/);
  extended.kill('SIGTERM');
  assert.deepEqual(await extended.ended, { code: 0, signal: null });
});
