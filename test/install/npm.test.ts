import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Host } from '../../core/index.ts';
import { createRecordingLogger, states, temporaryFolder, writeFiles, writePlugin } from '../core/plugins.ts';
import { npmEnvironment, type Registry, startRegistry } from './registry.ts';
import { writeZip } from './zip.ts';

const MAIN = `import { BaseExtension, BaseInterface } from 'headframe';
import { answer } from 'dependency';
export class Interface extends BaseInterface { answer() { return answer; } }
export class Extension extends BaseExtension {}
`;
const SCRIPT = "node -e \"require('fs').writeFileSync(process.env.CANARY, '')\"";

/** A host whose npm knows a registry with one dependency and one plugin, all with scripts that must not run. */
async function prepare(
  t: TestContext,
): Promise<{ host: Host; cwd: string; sources: string; registry: Registry }> {
  const sources = temporaryFolder(t);
  const cwd = temporaryFolder(t);
  const scripts = { preinstall: SCRIPT, install: SCRIPT, postinstall: SCRIPT, prepare: SCRIPT };
  writeFiles(sources, {
    'dependency/package.json': JSON.stringify({
      name: 'dependency',
      version: '1.4.0',
      type: 'module',
      exports: './index.js',
      scripts,
    }),
    'dependency/index.js': 'export const answer = 42;',
    'packaged/package.json': JSON.stringify({
      name: '@scope/packaged',
      version: '3.0.0',
      type: 'module',
      scripts,
      dependencies: { dependency: '^1.0.0' },
      peerDependencies: { headframe: '*' },
      headframe: { main: { file: 'main.js' } },
    }),
    'packaged/main.js': MAIN,
  });
  const registry = await startRegistry({
    dependency: join(sources, 'dependency'),
    '@scope/packaged': join(sources, 'packaged'),
  });
  t.after(() => registry.close());
  const before = { ...process.env };
  Object.assign(process.env, npmEnvironment(registry, cwd), { CANARY: join(cwd, 'canary') });
  t.after(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  });
  const host = await Host.create({ cwd, builtIn: false, logger: createRecordingLogger(), env: {} });
  t.after(() => host.stop());
  await host.start();
  return { host, cwd, sources, registry };
}

test('a package is installed by name, with its dependencies, without its scripts and without its peers', async (t) => {
  const { host, cwd, registry } = await prepare(t);

  const { name, version } = await host.install('@scope/packaged@3.0.0');

  assert.deepEqual([name, version], ['@scope/packaged', '3.0.0']);
  assert.deepEqual(states(host), { '@scope/packaged': 'active' });
  assert.ok(!existsSync(join(cwd, 'canary')));
  assert.deepEqual([...new Set(registry.requests)].sort(), ['@scope/packaged', 'dependency']);
  const folder = join(cwd, '.headframe/extensions/@scope+packaged');
  assert.match(readFileSync(join(folder, 'node_modules/dependency/index.js'), 'utf8'), /42/);
});

test("npm's dependencies of a folder and of an archive are installed without their scripts", async (t) => {
  const { host, cwd, sources } = await prepare(t);
  const dependencies = { dependency: '1.x', headframe: '*' };
  // A plugin's own npm settings would let it choose what runs.
  const source = writePlugin(sources, 'folder', MAIN, { dependencies });
  writeFiles(source, { '.npmrc': 'ignore-scripts=false\nregistry=http://127.0.0.1:1/' });
  writeZip(join(sources, 'archive.zip'), {
    'plugin.json': JSON.stringify({ name: 'archive', dependencies }),
    'main.ts': MAIN,
    '.npmrc': 'ignore-scripts=false\nregistry=http://127.0.0.1:1/',
  });

  await host.install(source);
  await host.install(join(sources, 'archive.zip'));

  assert.deepEqual(states(host), { folder: 'active', archive: 'active' });
  assert.ok(!existsSync(join(cwd, 'canary')));
});

test('what npm cannot find, or does not come from the registry, is refused and leaves nothing', async (t) => {
  const { host, cwd, sources } = await prepare(t);
  await assert.rejects(host.install('no-such-package'), {
    code: 'NPM_FAILED',
    message: /no-such-package@latest.*404/s,
  });
  const missing = writePlugin(sources, 'missing', MAIN, { dependencies: { 'no-such-package': '^1.0.0' } });
  await assert.rejects(host.install(missing), { code: 'NPM_FAILED' });
  const local = writePlugin(sources, 'local', MAIN, {
    dependencies: { dependency: `file:${sources}/dependency` },
  });
  await assert.rejects(host.install(local), { code: 'BAD_MANIFEST', message: /file:/ });
  assert.deepEqual(states(host), {});
  assert.ok(!existsSync(join(cwd, '.headframe/extensions/missing')));
});
