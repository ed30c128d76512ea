import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Host } from '../../core/index.ts';
import { createRecordingLogger, temporaryFolder, writeFiles } from '../core/plugins.ts';
import { hostProgram } from '../host-program.ts';
import { freePort } from './free-port.ts';
import { fileOf, readBlocks } from './markdown.ts';
import { copyCheckout } from './packed.ts';
import { createPython, OFFLINE_PIP } from './python.ts';
import { Reader } from './reader.ts';

const TESTS = 'npm ci && npm test\n';
const blocks = readBlocks(readFileSync('README.md', 'utf8'));

test('the README, word for word, in a fresh checkout', async (t) => {
  const folder = temporaryFolder(t);
  const cwd = copyCheckout(folder);
  const port = String(await freePort());
  const environment = {
    ...process.env,
    ...OFFLINE_PIP,
    PATH: `${createPython(folder)}:${process.env.PATH}`,
    HOME: folder,
    PYTHONPATH: '',
    // PyMiner's port may be taken on this machine.
    HEADFRAME__plugins__socket_server__settings__port: port,
    HEADFRAME__plugins__web_inspector__settings__port: '0',
    HEADFRAME_PORT: port,
  };
  const programs = {
    // The dependencies are there already, and nothing stands between the host and Ctrl+C. Nothing is compiled yet: on a
    // busy machine the plugins' imports take longer than they may, unless the host is open to a debugger.
    'npm ci && npm start': [
      process.execPath,
      '--inspect=127.0.0.1:0',
      '--import',
      'tsx',
      'cli/run.ts',
      'start',
    ],
    'npx headframe var watch': [process.execPath, ...hostProgram, 'var', 'watch'],
  };
  const reader = new Reader(t, { cwd, environment, programs });
  await reader.read(
    t,
    blocks.filter(({ language, text }) => language !== 'jsonc' && text !== TESTS),
  );
  const { host } = await reader.stop();
  assert.equal(host, 0);
});

test('the host takes its config file', async (t) => {
  const folder = temporaryFolder(t);
  const [config] = blocks.filter(({ language }) => language === 'jsonc');
  writeFiles(folder, { 'headframe.config.jsonc': config?.text ?? '' });
  const host = await Host.create({ cwd: folder, env: {}, logger: createRecordingLogger() });
  t.after(() => host.stop());
  await host.start();
  assert.equal(host.configuration.get('socket-server.port'), 12307);
  assert.deepEqual(host.configuration.pluginDirs, [join(folder, 'my-plugins')]);
});

test('its command for the tests is the one that CI runs', () => {
  assert.ok(blocks.some(({ text }) => text === TESTS));
  assert.ok(readFileSync('.ci/run', 'utf8').endsWith(TESTS));
});

test('the Chinese README has the very same blocks', () => {
  const shown = (file: string): unknown[] =>
    readBlocks(readFileSync(file, 'utf8')).map((block) => ({
      file: fileOf(block),
      ...block,
      lead: '',
      line: 0,
    }));
  assert.deepEqual(shown('README.zh-CN.md'), shown('README.md'));
});
