import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePickle } from '../../codec/index.ts';
import { json } from './values.ts';
import { startWorkspace } from './workspace-host.ts';

test('Data gives and takes JavaScript values', async (t) => {
  const { plugins, workspace } = await startWorkspace(t);
  const data = plugins[0]?.extensionLib.Data;
  assert.ok(data);
  await data.setVar('x', { a: [1, 2.5, null], b: new Uint8Array([1, 2]) });
  assert.deepEqual(
    data.getVar('x'),
    new Map<string, unknown>([
      ['a', [1, 2.5, null]],
      ['b', Buffer.from([1, 2])],
    ]),
  );
  assert.equal(workspace.getMetadata('x').provider, 'probe');
  await data.updateVarDic({ y: 1, z: 2 }, 'bob', { y: { unit: 'm' } });
  assert.deepEqual(data.getMetadata('y').info, { unit: 'm' });
  assert.deepEqual([...data.getAllPublicVariables().keys()], ['x', 'y', 'z']);
  assert.deepEqual(
    data.getAllVarsOfType('numeric'),
    new Map([
      ['y', 1],
      ['z', 2],
    ]),
  );
  assert.equal(data.varExists('Type'), true);
  await data.deleteVariable('y');
  assert.throws(() => data.getVar('y'), { code: 'NOT_FOUND', message: 'variable y not found!' });
  await data.clear();
  assert.deepEqual(data.getAllPublicVariableNames(), []);
});

test('Data keeps and gives a value by either method', async (t) => {
  const { plugins, workspace } = await startWorkspace(t);
  const data = plugins[0]?.extensionLib.Data;
  assert.ok(data);
  await data.setVar('x', [1, 'two'], 'me', { method: 'pickle' });
  assert.equal(workspace.read('x')?.value.method, 'pickle');
  assert.equal(Buffer.from(await data.getVar('x', { method: 'json' })).toString(), '[1,"two"]');
  await data.setVar('y', [1, 'two']);
  assert.equal(workspace.read('y')?.value.method, 'json');
  assert.deepEqual(decodePickle(await data.getVar('y', { method: 'pickle' })), [1, 'two']);
});

test('callbacks are told of changes and deletions, and go with their plugin', async (t) => {
  const { host, plugins, workspace } = await startWorkspace(t, { probeNames: ['one', 'two'] });
  const seen: string[] = [];
  for (const [index, plugin] of plugins.entries()) {
    plugin.extensionLib.Data.addDataChangedCallback((name, value, provider) => {
      seen.push(`${index} ${name}=${String(value)} by ${provider}`);
    });
    plugin.extensionLib.Data.addDataDeletedCallback((name, provider) => {
      seen.push(`${index} ${name} deleted by ${provider}`);
    });
  }
  await workspace.write('x', json('1'), { provider: 'ann' });
  await host.disable('one');
  await workspace.delete(['x'], { provider: 'bob' });
  assert.deepEqual(seen, ['0 x=1 by ann', '1 x=1 by ann', '1 x deleted by bob']);
});

test('a callback is removed, and one with the wrong parameters is refused when it is added', async (t) => {
  const { plugins, workspace } = await startWorkspace(t);
  const data = plugins[0]?.extensionLib.Data;
  assert.ok(data);
  let calls = 0;
  const callback = (_name: string, _value: unknown, _provider: string): void => void calls++;
  data.addDataChangedCallback(callback);
  data.removeDataChangedCallback(callback);
  await workspace.write('x', json('1'), { provider: 'ann' });
  assert.equal(calls, 0);
  const tooFew = (name: string): void => void name;
  assert.throws(() => data.addDataChangedCallback(tooFew), {
    code: 'BAD_ARGUMENT',
    message: 'probe: tooFew takes 1 parameters; (name, value, provider) will be given',
  });
});
