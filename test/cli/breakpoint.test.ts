import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder, writeFiles, writePlugin } from '../core/plugins.ts';
import { hostProgram } from '../host-program.ts';
import { CliProcess, startHostProcess } from './cli-process.ts';
import { SourceDebugger } from './debugger.ts';

/** Its `onLoad` takes a minute by the clock that bounds it: the host sets that when the method has first given way. */
const PLUGIN = `import { mock } from 'node:test';
import { BaseExtension, BaseInterface } from 'headframe';

export class Interface extends BaseInterface<Extension> {}

export class Extension extends BaseExtension<Interface> {
  override async onLoad(): Promise<void> {
    mock.timers.enable({ apis: ['setTimeout'] });
    const answer: number = 42;
    this.logger.info({}, 'the answer is ' + answer); // stop here
    await Promise.resolve();
    mock.timers.tick(60_000);
    mock.timers.reset();
  }
}
`;
const LINE = 10;

function writePlace(folder: string): string {
  writeFiles(folder, { 'headframe.config.jsonc': '{ "pluginDirs": ["mine"] }' });
  return writePlugin(join(folder, 'mine'), 'slow', PLUGIN);
}

test('without a debugger the plugin takes too long', async (t) => {
  const place = temporaryFolder(t);
  writePlace(place);
  const host = await startHostProcess(t, place, ['--json']);
  assert.equal(JSON.parse(host.out).plugins.slow, 'failed');
  assert.match(host.err, /slow's onLoad did not finish within 10000 ms/);
});

test("a breakpoint in a plugin's TypeScript holds, at its load and after a refresh, and time-outs wait", async (t) => {
  const place = temporaryFolder(t);
  const plugin = writePlace(place);
  const host = new CliProcess(
    place,
    ['start', '--port', '0', '--json'],
    ['--inspect-brk=127.0.0.1:0', ...hostProgram],
  );
  t.after(async () => {
    host.kill('SIGKILL');
    await host.ended;
  });
  await host.says(/Debugger listening on ws:\S+\s/);
  const [url = ''] = /ws:\S+/.exec(host.err) ?? [];
  const attached = await SourceDebugger.attach(url, 'slow/main.ts', '// stop here');
  t.after(() => attached.close());

  const first = await attached.stopped();
  assert.equal(first.line, LINE);
  assert.equal(await attached.evaluate(first, 'answer'), 42);
  attached.resume();
  // What is loaded later halts before it runs, too: the next stop is awaited before anything else is.
  const next = attached.stopped();
  await host.says(/"addresses"/);
  assert.equal(JSON.parse(host.out).plugins.slow, 'active');

  writeFileSync(join(plugin, 'main.ts'), `// One line more.\n${PLUGIN.replace('42', '43')}`);
  const refresh = new CliProcess(place, ['plugin', 'refresh', 'slow']);
  const second = await next;
  assert.equal(second.line, LINE + 1);
  assert.equal(await attached.evaluate(second, 'answer'), 43);
  attached.resume();
  const end = assert.rejects(attached.stopped(), /the connection has ended/);
  assert.deepEqual(await refresh.ended, { code: 0, signal: null }, refresh.err);
  assert.match(host.err, /the answer is 42[\s\S]*the answer is 43/);
  attached.close();
  await end;
});
