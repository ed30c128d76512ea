import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import {
  createRecordingLogger,
  events,
  pluginOf,
  startHost,
  states,
  tellingPlugin,
  temporaryFolder,
  writePlugin,
} from './plugins.ts';

const FAULTS = {
  throw: "throw new Error('at fault')",
  reject: "return Promise.reject(new Error('at fault'))",
  hang: "process.emit('hanging' as never); return new Promise<void>(() => undefined)",
  'return something': 'return 7 as never',
} as const;

type Fault = keyof typeof FAULTS;

const MESSAGES: Record<Fault, (method: string, ms: number) => string> = {
  throw: () => 'at fault',
  reject: () => 'at fault',
  hang: (method, ms) => `faulty's ${method} did not finish within ${ms} ms`,
  'return something': (method) => `${method} returned 7; it must return nothing or a promise of nothing`,
};

function faultyPlugin(method: string, fault: Fault): string {
  const body = `override ${method}(): void | Promise<void> { ${FAULTS[fault]}; }`;
  const others = ['onLoading', 'onLoad', 'onClose'].filter((one) => one !== method);
  const registers =
    "this.scope.add('thing', () => void (globalThis as never as { events: string[] }).events.push('undone'))";
  return `import { BaseExtension } from 'headframe';
export class Extension extends BaseExtension {
  ${others.map((one) => `override ${one}(): void { ${one === 'onLoading' ? `${registers};` : ''} }`).join('\n  ')}
  ${body}
}`;
}

/** Lets the clock of the life cycle run out as soon as the plugin hangs. */
function passTimeWhenHanging(t: import('node:test').TestContext, ms: number): void {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const hanging = once(process, 'hanging' as never);
  void hanging.then(() => setImmediate(() => t.mock.timers.tick(ms)));
}

describe('a plugin that is at fault fails alone and is named', () => {
  for (const method of ['onLoading', 'onLoad'] as const) {
    for (const fault of Object.keys(FAULTS) as Fault[]) {
      test(`${method}: ${fault}`, async (t) => {
        const folder = temporaryFolder(t);
        writePlugin(folder, 'faulty', faultyPlugin(method, fault));
        writePlugin(folder, 'good', tellingPlugin('good'));
        if (fault === 'hang') passTimeWhenHanging(t, 10_000);
        const host = await startHost(t, folder);
        assert.deepEqual(states(host), { faulty: 'failed', good: 'active' });
        assert.deepEqual(
          pluginOf(host, 'faulty').failure?.message,
          `faulty failed in ${method}: ${MESSAGES[fault](method, 10_000)}`,
        );
        assert.equal(pluginOf(host, 'faulty').failure?.step, method);
        assert.deepEqual(pluginOf(host, 'faulty').effects, []);
      });
    }
  }

  for (const fault of Object.keys(FAULTS) as Fault[]) {
    test(`onClose: ${fault}`, async (t) => {
      const folder = temporaryFolder(t);
      writePlugin(folder, 'faulty', faultyPlugin('onClose', fault));
      writePlugin(folder, 'good', tellingPlugin('good'));
      const logger = createRecordingLogger();
      const host = await startHost(t, folder, { logger });
      if (fault === 'hang') passTimeWhenHanging(t, 5_000);
      events.length = 0;
      await host.disable('faulty');
      assert.deepEqual(events, ['undone'], 'what it had registered is undone all the same');
      assert.deepEqual(states(host), { faulty: 'disabled', good: 'active' });
      assert.deepEqual(pluginOf(host, 'faulty').effects, []);
      assert.deepEqual(logger.lines, [`faulty: onClose failed: ${MESSAGES[fault]('onClose', 5_000)}`]);
    });
  }

  for (const fault of Object.keys(FAULTS) as Fault[]) {
    test(`onInstall: ${fault}`, async (t) => {
      const folder = temporaryFolder(t);
      writePlugin(folder, 'good', tellingPlugin('good'));
      const source = writePlugin(temporaryFolder(t), 'faulty', faultyPlugin('onInstall', fault));
      const host = await startHost(t, folder);
      if (fault === 'hang') passTimeWhenHanging(t, 10_000);
      await assert.rejects(host.install(source), {
        code: 'PLUGIN_FAILED',
        message: `faulty failed in onInstall: ${MESSAGES[fault]('onInstall', 10_000)}`,
      });
      assert.deepEqual(states(host), { good: 'active' }, 'as it was before');
    });

    test(`onUninstall: ${fault}`, async (t) => {
      const folder = temporaryFolder(t);
      writePlugin(folder, 'good', tellingPlugin('good'));
      const source = writePlugin(temporaryFolder(t), 'faulty', faultyPlugin('onUninstall', fault));
      const logger = createRecordingLogger();
      const host = await startHost(t, folder, { logger });
      const { folder: installed } = await host.install(source);
      if (fault === 'hang') passTimeWhenHanging(t, 10_000);
      await host.uninstall('faulty');
      assert.deepEqual(logger.lines, [
        `faulty failed in onUninstall: ${MESSAGES[fault]('onUninstall', 10_000)}`,
      ]);
      assert.deepEqual(states(host), { good: 'active' }, 'it is removed all the same');
      assert.equal(existsSync(installed), false);
    });
  }
});
