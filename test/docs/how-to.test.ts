import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createTestHost } from '../../core/testing.ts';
import { writeFiles } from '../core/plugins.ts';
import { filesOf, PLUGIN_PAGES, readPage } from './files.ts';
import { installHeadframe } from './install-headframe.ts';
import { fileOf } from './markdown.ts';

const folder = mkdtempSync(join(tmpdir(), 'headframe-how-to-'));

before(async () => {
  await installHeadframe(folder);
  for (const name of PLUGIN_PAGES) writeFiles(join(folder, name), filesOf(readPage(name)));
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('every block is a file of a plugin, but for the extension in Python, which is valid Python', () => {
  const others = PLUGIN_PAGES.flatMap((name) =>
    readPage(name)
      .filter((block) => fileOf(block) === undefined)
      .map((block) => ({ name, ...block })),
  );
  assert.deepEqual(
    others.map(({ name, language }) => `${name} ${language}`),
    ['migrate python'],
  );
  const [{ text = '' } = {}] = others;
  execFileSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], { input: text });
});

test('settings: the default holds, a setting changes it, and the schema refuses', async () => {
  const plugins = [join(folder, 'settings')];
  await using host = await createTestHost({ plugins, settings: { alarm: { limit: 10 } } });
  const alarm = host.extensionLib.getInterface('alarm' as never) as { isAbove(degrees: number): boolean };
  assert.equal(alarm.isAbove(20), true);
  await host.host.configuration.set('alarm.limit', 35);
  assert.equal(alarm.isAbove(20), false);
  assert.ok(host.logs.some(({ text }) => text === 'the limit has changed'));
  await assert.rejects(createTestHost({ plugins, settings: { alarm: { unit: 'rankine' } } }), {
    code: 'BAD_CONFIG',
  });
});

test('command: it greets, loudly when asked, and refuses nobody', async () => {
  await using host = await createTestHost({ plugins: [join(folder, 'command')] });
  assert.deepEqual(await host.dispatch('greet', { name: 'Ada' }, 'read'), { greeting: 'hello Ada' });
  assert.deepEqual(await host.dispatch('greet', { name: 'Ada', loud: true }), { greeting: 'HELLO ADA' });
  await assert.rejects(host.dispatch('greet', { name: '' }), { code: 'BAD_PARAMS', message: 'greet: whom?' });
});

test('variables: doubled follows x', async () => {
  await using host = await createTestHost({ plugins: ['workspace', join(folder, 'variables')] });
  const { Data, getInterface } = host.extensionLib;
  const doubled = new Promise<void>((done) => {
    const { hooks } = getInterface('workspace');
    host.extensionLib.withInterface('workspace', (_, scope) => {
      hooks.dataCreated.tap(scope, ({ name }) => {
        if (name === 'doubled') done();
      });
    });
  });
  await Data.setVar('x', 21);
  await doubled;
  assert.equal(Number(Data.getVar('doubled')), 42);
});

test("test: the author's test passes as it is", () => {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const command = ['--import', 'tsx', '--test', '--test-reporter=tap', 'test/comfort.test.ts'];
  const output = execFileSync(process.execPath, command, {
    cwd: join(folder, 'test'),
    encoding: 'utf8',
    env,
  });
  assert.match(output, /^# pass 1$/m);
});

test('migrate: the extension records what changes, and its pip packages are reported', async () => {
  await using host = await createTestHost({ plugins: ['workspace', join(folder, 'migrate')] });
  const { Data } = host.extensionLib;
  await Data.setVar('x', 1);
  await Data.setVar('x', 2);
  const recorder = host.extensionLib.getInterface('recorder' as never) as { getNames(): string[] };
  assert.deepEqual(recorder.getNames(), ['x', 'x']);
  const shown = host.host.inspect().plugins.find(({ name }) => name === 'recorder');
  assert.deepEqual(shown?.pipDependencies, ['numpy']);
});
