import assert from 'node:assert/strict';
import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Host, HostWatch, Scope, writeFileAtomic } from '../../core/index.ts';
import {
  createRecordingLogger,
  events,
  pluginOf,
  states,
  tellingPlugin,
  temporaryFolder,
  writeFiles,
  writePlugin,
} from '../core/plugins.ts';

const DEADLINE_MS = 60_000;

interface Watched {
  readonly host: Host;
  readonly folder: string;
  readonly config: string;
  readonly lines: readonly string[];
  /** Resolves when a plugin is in a state that it gets from now on. */
  reaches(plugin: string, state: string): Promise<void>;
  /** Resolves when an error or a warning is logged from now on that has such a text. */
  logs(text: RegExp): Promise<void>;
}

/** A host over the plugins of a folder, whose files are followed. */
async function watched(t: TestContext, text: string, sources = false): Promise<Watched> {
  const folder = temporaryFolder(t);
  const config = join(folder, 'headframe.config.jsonc');
  writePlugin(join(folder, 'mine'), 'one', tellingPlugin('one'));
  writePlugin(join(folder, 'mine'), 'two', tellingPlugin('two'));
  writeFileSync(config, text);
  const logger = createRecordingLogger();
  const waiting = new Set<() => void>();
  const push = logger.lines.push.bind(logger.lines);
  logger.lines.push = (...lines) => {
    const length = push(...lines);
    for (const check of waiting) check();
    return length;
  };
  const host = await Host.create({ cwd: folder, builtIn: false, env: {}, logger });
  t.after(() => host.stop());
  await host.start();
  const watch = new HostWatch(host, { sources });
  t.after(() => watch.close());
  await watch.start();
  const scope = new Scope({ name: 'test', rank: 0 });
  return {
    host,
    folder,
    config,
    lines: logger.lines,
    reaches: (plugin, state) =>
      within(`${plugin} to be ${state}`, (resolve) => {
        host.hooks.pluginStateChanged.tap(scope, (change) => {
          if (change.plugin === plugin && change.state === state) resolve();
        });
      }),
    logs: (wanted) =>
      within(`the log to say ${wanted}`, (resolve) => {
        const seen = logger.lines.length;
        waiting.add(() => {
          if (logger.lines.slice(seen).some((line) => wanted.test(line))) resolve();
        });
      }),
  };
}

function within(what: string, begin: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), DEADLINE_MS);
    begin(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function config(plugins: object): string {
  return JSON.stringify({ pluginDirs: ['mine'], plugins });
}

test('an edit of the config file is applied to the plugins that it concerns and to no other', async (t) => {
  const { host, config: file, reaches } = await watched(t, config({}));
  events.length = 0;
  const disabled = reaches('one', 'disabled');
  writeFileSync(file, config({ one: { enabled: false } }));
  await disabled;
  assert.deepEqual(states(host), { one: 'disabled', two: 'active' });
  const active = reaches('one', 'active');
  // As editors do it: a new file takes the name.
  writeFileSync(`${file}.new`, config({}));
  renameSync(`${file}.new`, file);
  await active;
  assert.deepEqual(events, ['one close', 'one loading', 'one load']);
});

test('a bad edit keeps the running state, is logged with its place, and the next good one counts', async (t) => {
  const { host, config: file, reaches, logs, lines } = await watched(t, config({}));
  const told = logs(/all stays as it was: .*headframe\.config\.jsonc:1:\d+: plugins\.one has no "enabeld"/);
  writeFileSync(file, config({ one: { enabeld: false } }));
  await told;
  assert.deepEqual(states(host), { one: 'active', two: 'active' });
  const disabled = reaches('two', 'disabled');
  writeFileSync(file, config({ two: { enabled: false } }));
  await disabled;
  assert.equal(lines.filter((line) => line.includes('enabeld')).length, 1);
});

test('the host’s own edits and a file that is written as it was lead to no reload', async (t) => {
  const { host, config: file, reaches } = await watched(t, config({}));
  let reloads = 0;
  const reload = host.reload.bind(host);
  host.reload = () => {
    reloads += 1;
    return reload();
  };
  const isWritten = () => /"level": ?"warn"/.test(readFileSync(file, 'utf8'));
  await compared(host, () => host.configuration.set('log.level', 'warn'), isWritten);
  await compared(host, async () => writeFileAtomic(file, readFileSync(file)));
  assert.equal(reloads, 0);
  const disabled = reaches('one', 'disabled');
  await writeFileAtomic(file, config({ one: { enabled: false } }));
  await disabled;
  assert.equal(reloads, 1);
});

/** Does something, and waits until the host has compared the files with its state, beginning when `isDone`. */
async function compared(host: Host, edit: () => Promise<void>, isDone = () => true): Promise<void> {
  const { configuration } = host;
  const isCurrent = configuration.isCurrent.bind(configuration);
  const looked = within('a look at the files', (resolve) => {
    configuration.isCurrent = async () => {
      const counts = isDone();
      const result = await isCurrent();
      if (counts) resolve();
      return result;
    };
  });
  await Promise.all([edit(), looked]);
  configuration.isCurrent = isCurrent;
}

test('a new plugin is taken up when its manifest is there, and not before', async (t) => {
  const { host, folder, reaches } = await watched(t, config({}));
  const active = reaches('three', 'active');
  writeFiles(join(folder, 'mine/three'), { 'main.ts': tellingPlugin('three') });
  writeFiles(join(folder, 'mine/three'), { 'plugin.json': '{ "name": "three" }' });
  await active;
  assert.equal(pluginOf(host, 'three').state, 'active');
});

test('a config file behind a link is followed', async (t) => {
  const { config: file, folder, reaches, host } = await watched(t, config({}));
  const disabled = reaches('one', 'disabled');
  writeFiles(folder, { 'volume/first.jsonc': config({ one: { enabled: false } }) });
  rmSync(file);
  symlinkSync('volume/first.jsonc', file);
  await disabled;
  const active = reaches('one', 'active');
  writeFiles(folder, { 'volume/first.jsonc': config({}) });
  await active;
  assert.deepEqual(states(host), { one: 'active', two: 'active' });
});

test('changed sources load a plugin anew when sources are followed: broken, mended, also below its folder', async (t) => {
  const { host, folder, reaches } = await watched(t, config({}), true);
  const main = join(folder, 'mine/one/main.ts');
  const failed = reaches('one', 'failed');
  writeFileSync(main, 'export class Extension {');
  await failed;
  assert.match(pluginOf(host, 'one').failure?.message ?? '', /one failed in import/);
  const active = reaches('one', 'active');
  writeFileSync(main, tellingPlugin('one', '// mended'));
  await active;
  events.length = 0;
  const again = reaches('one', 'active');
  writeFiles(folder, { 'mine/one/inner/part.ts': 'export {};' });
  await again;
  assert.deepEqual(events, ['one close', 'one loading', 'one load']);
});
