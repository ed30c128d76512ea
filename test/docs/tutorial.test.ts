import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { temporaryFolder } from '../core/plugins.ts';
import { npmEnvironment, type Registry, startRegistry } from '../install/registry.ts';
import { freePort } from './free-port.ts';
import { readBlocks } from './markdown.ts';
import { packHeadframe } from './packed.ts';
import { buildWheel, createPython, OFFLINE_PIP } from './python.ts';
import { Reader } from './reader.ts';

/** The host without npx between it and Ctrl+C. */
const PROGRAMS = { 'npx headframe start': ['node', 'node_modules/.bin/headframe', 'start'] };

/** Made once for both: a home with npm's cache, the npm package, the wheel, and a Python to install it with. */
const home = mkdtempSync(join(tmpdir(), 'headframe-tutorial-'));
let registry: Registry;
let pythonPrograms = '';

before(async () => {
  registry = await startRegistry({ headframe: await packHeadframe() });
  pythonPrograms = createPython(home);
  buildWheel(pythonPrograms, join(home, 'wheels'));
});
after(() => {
  registry.close();
  rmSync(home, { recursive: true, force: true });
});

/** An empty folder, and an environment in which npm and pip install what was packed, and nothing of the network's. */
function emptyFolder(t: TestContext, port: number): { empty: string; environment: NodeJS.ProcessEnv } {
  const empty = join(temporaryFolder(t), 'empty');
  mkdirSync(empty);
  const npm = npmEnvironment(registry, home);
  const environment = {
    ...npm,
    ...OFFLINE_PIP,
    PATH: `${pythonPrograms}:${npm.PATH}`,
    PIP_FIND_LINKS: join(home, 'wheels'),
    HEADFRAME__plugins__socket_server__settings__port: String(port),
    HEADFRAME__plugins__web_inspector__settings__port: '0',
  };
  return { empty, environment };
}

test('the tutorial of plugins, word for word, in an empty folder, from the packed package', async (t) => {
  // The tutorial's port may be taken on this machine: another one, and nothing else, is put in its place.
  const port = await freePort();
  const { empty, environment } = emptyFolder(t, port);
  const replace = { '12306': String(port) };
  const reader = new Reader(t, { cwd: empty, environment, programs: PROGRAMS, replace });

  await reader.read(t, readBlocks(readFileSync('docs/tutorial/first-plugin.md', 'utf8')));

  assert.deepEqual(await reader.stop(), { host: 0 });

  await t.test('the same in JavaScript: the fresh plugin passes its checks and its test', () => {
    const options = {
      cwd: join(empty, 'mine'),
      env: environment,
      encoding: 'utf8',
      shell: '/bin/bash',
    } as const;
    execFileSync('node_modules/.bin/headframe plugin new plain --js', options);
    assert.match(
      execFileSync('node_modules/.bin/headframe plugin check plain', options),
      /main\.js exports Extension/,
    );
    assert.match(execFileSync('npm test --prefix plain', options), /# pass 1/);
  });
});

test('the tutorial of Python, word for word, in an empty folder, from the packed package and the wheel', async (t) => {
  const { empty, environment } = emptyFolder(t, 0);
  const reader = new Reader(t, { cwd: empty, environment, programs: PROGRAMS });

  await reader.read(t, readBlocks(readFileSync('docs/tutorial/share-from-python.md', 'utf8')));

  assert.deepEqual(await reader.stop(), { watch: 0, host: 0 });
});
