import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CodedErrorClass } from '../../plugins/workspace/coded-error.ts';
import { startWorkspace } from './workspace-host.ts';

test("PyMiner's names of 2020 stand in extensionLib itself", async (t) => {
  const { plugins, workspace } = await startWorkspace(t, { probeNames: ['ann', 'bob'] });
  const [ann, bob] = plugins.map((plugin) => plugin.extensionLib);
  assert.ok(ann && bob);
  const seen: string[] = [];
  bob.onModification((name, value, provider) => void seen.push(`${name}=${String(value)} by ${provider}`));
  bob.onDeletion((name, provider) => void seen.push(`${name} deleted by ${provider}`));
  await ann.setVar('x', 1, undefined, { unit: 'm' });
  await ann.setVarDict({ x: 2, y: 3 }, 'script', { y: { unit: 's' } });
  await ann.cancel('x');
  assert.equal(ann.getVar('x'), 1);
  await ann.redo('x');
  assert.deepEqual(
    ann.getAllVar(),
    new Map([
      ['x', 2],
      ['y', 3],
    ]),
  );
  assert.deepEqual(ann.getDataInfo('y').info, { unit: 's' });
  await ann.updateDataInfo('y', { unit: 'ms' });
  assert.deepEqual(ann.getDataInfo('y').info, { unit: 'ms' });
  await ann.deleteData('y');
  assert.equal(ann.getRecyclebin()[0]?.name, 'y');
  await ann.restore(0);
  await ann.writeData('v', { type: 'Vector', value: [1, 2] });
  assert.deepEqual(ann.readData('v').get('value'), [1, 2]);
  await bob.clear();
  assert.deepEqual(workspace.names(), []);
  assert.deepEqual(seen.slice(0, 6), [
    'x=1 by ann',
    'x=2 by script',
    'y=3 by script',
    'x=1 by ann',
    'x=2 by ann',
    'y deleted by ann',
  ]);
});

test('lockData keeps other plugins out, until it is given back or the plugin is closed', async (t) => {
  const { host, plugins } = await startWorkspace(t, { probeNames: ['ann', 'bob'] });
  const [ann, bob] = plugins.map((plugin) => plugin.extensionLib);
  assert.ok(ann && bob);
  const unlock = ann.lockData('x');
  await ann.setVar('x', 1);
  await assert.rejects(bob.setVar('x', 2), { code: 'LOCKED', message: /locked by ann/ });
  unlock();
  await bob.setVar('x', 2);
  ann.lockData('x', 60_000);
  await host.disable('ann');
  await bob.setVar('x', 3);
});

test("an error can be told by PyMiner's classes", async (t) => {
  const { plugins } = await startWorkspace(t);
  const lib = plugins[0]?.extensionLib;
  assert.ok(lib);
  const thrown = async (run: () => unknown): Promise<unknown> => {
    try {
      await run();
    } catch (error) {
      return error;
    }
    return undefined;
  };
  const is = (error: unknown, kind: CodedErrorClass): boolean => error instanceof (kind as never);
  const missing = await thrown(() => lib.getVar('nope'));
  assert.ok(is(missing, lib.getNotFoundError()));
  assert.ok(!is(missing, lib.getConflictError()));
  assert.ok(is(await thrown(() => lib.setVar('f', () => undefined)), lib.getConverterError()));
  assert.ok(is(await thrown(() => lib.writeData('v', { type: 'Vector' })), lib.getConverterError()));
  assert.deepEqual(lib.getWouldBlockError().codes, ['LOCKED']);
});
