import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ExtensionLib } from '../../core/index.ts';
import {
  createRecordingLogger,
  events,
  pluginOf,
  startHost,
  tellingPlugin,
  temporaryFolder,
  writeFiles,
  writePlugin,
} from './plugins.ts';

const keepLib = 'Object.assign(globalThis, { lib: this.extensionLib, extension: this })';

function libOf(): ExtensionLib {
  return (globalThis as never as { lib: ExtensionLib }).lib;
}

test('Program and Signal have every name, and Program logs, translates and keeps files', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(folder, 'user', tellingPlugin('user').replace("events.push('user load')", keepLib));
  const logger = createRecordingLogger();
  const host = await startHost(t, folder, { logger });
  const { Program, Signal } = libOf();
  assert.deepEqual(Object.keys(Program).sort(), [
    '_',
    'addSettingsPanel',
    'addTranslation',
    'getMainProgramDir',
    'getPluginDataPath',
    'runPythonFile',
    'setLocale',
    'showExceptionOccuredPanel',
    'showLog',
  ]);
  assert.deepEqual(
    [Signal.getCloseSignal(), Signal.getWindowGeometryChangedSignal(), Signal.getSettingsChangedSignal()],
    [host.hooks.close, host.hooks.windowGeometryChanged, host.hooks.settingsChanged],
  );
  Program.showLog('warn', 'module', 'look here');
  Program.showExceptionOccuredPanel(new Error('no numpy'), 'install it', 'pip install numpy');
  assert.deepEqual(logger.lines, ['look here', 'no numpy']);
  assert.throws(() => Program.showLog('loud' as never, 'module', ''), { code: 'BAD_ARGUMENT' });
  const path = Program.getPluginDataPath();
  assert.equal(path, join(host.configuration.dataDir, 'plugins', 'user'));
  assert.equal(statSync(path).mode & 0o777, 0o700);
  assert.equal(Program._('file'), 'file');
  Program.addTranslation('en', { file: 'File' });
  assert.equal(Program._('file'), 'File');
  Program.setLocale('zh_CN');
  assert.equal(Program._('file'), 'file');
  Program.addSettingsPanel('Plots', { type: 'object' });
  assert.throws(() => Program.addSettingsPanel('Plots', { type: 'none' }), { code: 'BAD_ARGUMENT' });
  assert.ok(pluginOf(host, 'user').effects.includes('settings panel Plots'));
});

test('runPythonFile logs line by line and tells how it ended; a missing file is its exit code', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(folder, 'user', tellingPlugin('user').replace("events.push('user load')", keepLib));
  writeFiles(folder, {
    'script.py': 'import sys\nprint("one\\ntwo")\nsys.stderr.write("three")\nsys.exit(3)\n',
  });
  const lines: string[] = [];
  const logger = createRecordingLogger(lines);
  logger.info = (_, text) => void lines.push(text);
  await startHost(t, folder, { logger });
  lines.length = 0;
  assert.deepEqual(await libOf().Program.runPythonFile(join(folder, 'script.py')), { code: 3, signal: null });
  assert.deepEqual(lines.sort(), ['one', 'three', 'two']);
});

test('a function that nobody contributes says so; a contributed one belongs to its consumer and goes with its owner', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(folder, 'user', tellingPlugin('user').replace("events.push('user load')", keepLib));
  writePlugin(
    folder,
    'offering',
    tellingPlugin('offering').replace(
      "events.push('offering load')",
      `this.extensionLib.contribute('Data', (consumer) => ({ who: () => consumer.name }));
    this.extensionLib.contribute('extensionLib', (consumer) => ({ getVar: (name: string) => consumer.name + ' gets ' + name }))`,
    ),
  );
  const host = await startHost(t, folder);
  const lib = libOf() as ExtensionLib & {
    Data: { who(): string; missing(): void };
    getVar?(name: string): string;
  };
  assert.equal(lib.Data.who(), 'user');
  assert.equal(lib.getVar?.('x'), 'user gets x');
  assert.throws(() => lib.Data.missing(), {
    code: 'NO_CONTRIBUTION',
    message: 'no active plugin contributes Data.missing()',
  });
  await host.disable('offering');
  assert.throws(() => lib.Data.who(), { code: 'NO_CONTRIBUTION' });
  assert.equal(lib.getVar, undefined);
  assert.equal((lib as { then?: unknown }).then, undefined);
  assert.throws(() => Object.assign(lib, { hot: 1 }), TypeError);
});

test('widgets are kept, and shown by whoever has an inserter for their position', async (t) => {
  const folder = temporaryFolder(t);
  const widgets = [
    { file: 'panel.ts', widget: 'Panel', position: 'extension_a-ui_dock', config: { name: 'panel' } },
  ];
  writePlugin(
    folder,
    'a-ui',
    tellingPlugin('ui').replace(
      'hello(): string',
      'uiInserters = { dock: (widget: { widget: string }, config: object, plugin: string) => ({ widget: widget.widget, config, plugin }) };\n  hello(): string',
    ),
  );
  writePlugin(folder, 'user', tellingPlugin('user').replace("events.push('user load')", keepLib), {
    widgets,
  });
  const host = await startHost(t, folder);
  const { extension } = globalThis as never as { extension: { getWidget(name: string): unknown } };
  assert.deepEqual(extension.getWidget('panel'), {
    widget: 'Panel',
    config: { name: 'panel' },
    plugin: 'user',
  });
  assert.throws(() => libOf().insertWidget({}, 'new_toolbar'), {
    code: 'NO_CONTRIBUTION',
    message: 'user: no active plugin shows widgets at new_toolbar (positions: extension_a-ui_dock)',
  });
  libOf().addInserter('new_toolbar', (widget) => ['toolbar', widget]);
  assert.deepEqual(libOf().insertWidget('w', 'new_toolbar'), ['toolbar', 'w']);
  assert.throws(() => libOf().addInserter('new_toolbar', () => undefined), { code: 'DUPLICATE' });
  await host.disable('a-ui');
  assert.throws(() => libOf().insertWidget('w', 'extension_a-ui_dock'), { code: 'NO_CONTRIBUTION' });
  assert.equal(extension.getWidget('panel'), undefined);
  await host.enable('a-ui');
  assert.notEqual(extension.getWidget('panel'), undefined);
});

test('a shown widget goes with its plugin, and with the one that shows it, and leaves nothing behind', async (t) => {
  const folder = temporaryFolder(t);
  const dock = `uiInserters = { dock: (_: object, config: { name: string }, plugin: string, scope: Scope) => {
    events.push(plugin + ' shows ' + config.name);
    scope.add('panel', () => void events.push(plugin + ' hides ' + config.name));
  } };
  hello(): string`;
  const ui = tellingPlugin('ui').replace('hello(): string', dock);
  writePlugin(folder, 'ui', ui.replace('BaseExtension,', 'BaseExtension, type Scope,'));
  const position = 'extension_ui_dock';
  const widgets = ['first', 'second'].map((name) => ({
    file: 'panel.ts',
    widget: 'Panel',
    position,
    config: { name },
  }));
  const late = { ...widgets[0], config: { name: 'late' }, auto_insert: false };
  writePlugin(folder, 'a-user', tellingPlugin('user'), { widgets: [...widgets, late] });
  events.length = 0;
  const host = await startHost(t, folder);
  const told = (): string[] => events.splice(0).filter((event) => /shows|hides/.test(event));
  assert.deepEqual(told(), ['a-user shows first', 'a-user shows second']);
  await host.disable('ui');
  assert.deepEqual(told(), ['a-user hides second', 'a-user hides first']);
  await host.enable('ui');
  told();
  const effects = (): readonly string[] => pluginOf(host, 'a-user').effects;
  const before = effects().length;
  for (let round = 0; round < 10; round += 1) await host.refresh('ui');
  assert.equal(effects().length, before);
  told();
  await host.disable('a-user');
  assert.deepEqual(told(), ['a-user hides second', 'a-user hides first']);
});

test("an inserter's fault fails only the widget of a plugin that is active already", async (t) => {
  const folder = temporaryFolder(t);
  const bad = "uiInserters = { dock: () => { throw new Error('no room'); } };\n  hello(): string";
  writePlugin(folder, 'ui', tellingPlugin('ui').replace('hello(): string', bad));
  writePlugin(folder, 'a-user', tellingPlugin('user'), {
    widgets: [{ file: 'panel.ts', widget: 'Panel', position: 'extension_ui_dock' }],
  });
  const logger = createRecordingLogger();
  const host = await startHost(t, folder, { logger });
  assert.equal(pluginOf(host, 'a-user').state, 'active');
  assert.deepEqual(logger.lines, ['a-user failed in inserter extension_ui_dock: no room']);
  await host.refresh('a-user').catch(() => undefined);
  const { failure } = pluginOf(host, 'a-user');
  assert.deepEqual([failure?.step, failure?.message], ['widgets', 'a-user failed in widgets: no room']);
});
