import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Host } from '../../core/index.ts';
import { createRecordingLogger, temporaryFolder, writeFiles } from '../core/plugins.ts';
import { startHost } from '../socket-server/running-host.ts';

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

test('what Python sets in the README is what Node.js gets, and the other way round', async (t) => {
  const { port } = await startHost(t);
  const env = {
    PATH: process.env.PATH,
    HEADFRAME_PORT: String(port),
    PYTHONPATH: resolve('clients/python/src'),
  };
  const run = promisify(execFile);
  const python = async (program: string): Promise<string> =>
    (await run('/usr/bin/python3', ['-c', program], { env })).stdout;
  const [set = ''] = blocks('python');
  assert.equal(await python(set), "{'low': 1.5, 'high': (2, 3)}\n");

  // Inside the checkout, where `headframe` leads to the sources; TypeScript, because Node 20 has no `await using`.
  const folder = mkdtempSync(resolve('test/docs/.readme-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, 'program.ts');
  writeFileSync(program, blocks('js').join(''));
  const { stdout } = await run(process.execPath, ['--import', 'tsx', program], { env });
  assert.equal(stdout, '{ low: 1.5, high: [ 2, 3 ] }\n');
  const get = "from headframe import connect; print(repr(connect()['measured']))";
  assert.equal(await python(get), 'array([1., 2., 4.])\n');
});
