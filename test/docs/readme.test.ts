import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Host } from '../../core/index.ts';
import { createRecordingLogger, temporaryFolder, writeFiles } from '../core/plugins.ts';

const readme = readFileSync('README.md', 'utf8');

/** The fenced blocks of a language, in order. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, text]) => text ?? '',
  );
}

test('the plugin in the README is the example that is tested', () => {
  assert.deepEqual(blocks('ts'), [readFileSync('examples/running-summary/main.ts', 'utf8')]);
  assert.deepEqual(blocks('json'), [readFileSync('examples/running-summary/plugin.json', 'utf8')]);
});

test('the test command in the README is the one that CI runs', () => {
  const [start, run] = blocks('sh');
  assert.equal(start, 'npm ci && npm start\n');
  assert.equal(run, 'npm ci && npm test\n');
  assert.ok(readFileSync('.ci/run', 'utf8').endsWith(run ?? '-'));
});

test('the config file in the README is taken by the host', async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, { 'headframe.config.jsonc': blocks('jsonc').join('') });
  const host = await Host.create({ cwd: folder, env: {}, logger: createRecordingLogger() });
  t.after(() => host.stop());
  await host.start();
  assert.equal(host.configuration.get('socket-server.port'), 12307);
  assert.deepEqual(host.configuration.pluginDirs, [join(folder, 'my-plugins')]);
});
