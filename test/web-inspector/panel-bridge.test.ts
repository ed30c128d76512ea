import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { type Client, connect } from '../../clients/node/index.ts';
import type { TestHost } from '../../core/testing.ts';
import { type BridgePort, openBridge } from '../../plugins/web-inspector/page/panels/bridge.ts';
import { fits } from '../../plugins/web-inspector/page/panels/wildcard.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { startPanels, widget, writeOffering } from './panel-host.ts';

/** A host with a panel `plots/one` that may read `temp*`, and a client of it. */
async function start(t: TestContext): Promise<{ host: TestHost; client: Client }> {
  const folder = temporaryFolder(t);
  const plots = writeOffering(folder, 'plots', [widget('one', { variables: ['temp*'] })]);
  const host = await startPanels(folder, [plots, 'settings', 'socket-server'], {
    'socket-server': { port: 0, unixSocket: false },
  });
  t.after(() => host.stop());
  const client = await connect(Number(host.host.inspect().addresses.tcp?.port));
  t.after(() => client.close());
  return { host, client };
}

/** The frame's end of a bridge to the panel. */
function open(t: TestContext, client: Client): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const panel = { id: 'plots/one', plugin: 'plots', variables: ['temp*'] };
  const bridge = openBridge({ client: client as never }, panel, port1 as unknown as BridgePort);
  t.after(() => bridge.close());
  return port2;
}

interface Answered {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly code: string };
}

/** Asks, and waits for the answer under the same id. */
function ask(
  port: MessagePort,
  question: { readonly id: number } & Readonly<Record<string, unknown>>,
): Promise<Answered> {
  return new Promise((resolve) => {
    const take = (answer: Answered): void => {
      if (answer.id !== question.id) return;
      port.off('message', take);
      resolve(answer);
    };
    port.on('message', take);
    port.postMessage(question);
  });
}

test('a panel calls, and reads the variables that it may', async (t) => {
  const { client } = await start(t);
  const port = open(t, client);
  await client.setMany({ temp_in: 21, secret: 1 });
  const call = await ask(port, { id: 1, ask: 'call', method: 'plots_read', params: { value: 3 } });
  assert.deepEqual(call, { id: 1, result: { value: 3, by: 'write', client: 'plots' } });
  assert.deepEqual(await ask(port, { id: 2, ask: 'interface', method: 'double', params: [4] }), {
    id: 2,
    result: 8,
  });
  assert.deepEqual(await ask(port, { id: 3, ask: 'names' }), { id: 3, result: ['temp_in'] });
  assert.deepEqual(await ask(port, { id: 4, ask: 'get', name: 'temp_in' }), { id: 4, result: 21 });
  const codes = [];
  for (const question of [
    { ask: 'get', name: 'secret' },
    { ask: 'get', name: 'temp_nowhere' },
    { ask: 'call', method: 'clear', params: {} },
    { ask: 'call', method: 'call_interface', params: { interface: 'workspace', method: 'clear' } },
    { ask: 'interface', method: 'secret', params: [] },
  ]) {
    const { error } = await ask(port, { id: 5, ...question });
    codes.push(error?.code);
  }
  assert.deepEqual(codes, ['FORBIDDEN', 'NOT_FOUND', 'FORBIDDEN', 'FORBIDDEN', 'NOT_REMOTE']);
});

test('what is no question is not answered, and does no harm', async (t) => {
  const { client } = await start(t);
  const port = open(t, client);
  const answers: { id: number }[] = [];
  port.on('message', (answer) => answers.push(answer));
  for (const junk of [
    null,
    7,
    'x',
    [],
    {},
    { id: 'x', ask: 'names' },
    { id: 1, ask: 'other' },
    { id: 2, ask: 'get', name: 7 },
    { id: 3, ask: 'call', method: 'plots_read', params: [] },
    { id: 4, ask: 'interface', method: 'double', params: {} },
    { id: 5, ask: '__proto__' },
  ])
    port.postMessage(junk);
  const names = new Promise<void>((resolve) => {
    port.on('message', ({ id }) => {
      if (id === 9) resolve();
    });
  });
  port.postMessage({ id: 9, ask: 'names' });
  await names;
  assert.deepEqual(
    answers.map(({ id }) => id),
    [9],
  );
});

test('a panel that asks for too much at a time is told so', async (t) => {
  const { client } = await start(t);
  const port = open(t, client);
  const codes: string[] = [];
  const all = new Promise<void>((resolve) => {
    port.on('message', ({ error }) => {
      codes.push(error?.code ?? 'answered');
      if (codes.length === 100) resolve();
    });
  });
  for (let id = 0; id < 100; id += 1) port.postMessage({ id, ask: 'names' });
  await all;
  const answered = codes.filter((code) => code === 'answered').length;
  assert.ok(answered >= 64 && answered < 100, `${answered} were answered`);
  assert.deepEqual([...new Set(codes)].sort(), ['TOO_MANY', 'answered']);
});

test('a panel is told of the variables that it may read, and of no others', async (t) => {
  const { host, client } = await start(t);
  const port = open(t, client);
  const told: string[] = [];
  const done = new Promise<void>((resolve) => {
    port.on('message', ({ event, detail }) => {
      told.push(`${event} ${detail.name}`);
      if (event === 'deleted') resolve();
    });
  });
  await client.subscribe({ names: ['*'] });
  const { Data } = host.extensionLib;
  await Data.setVar('secret', 1);
  await Data.setVar('temp_in', 1);
  await Data.deleteVariable('secret');
  await Data.deleteVariable('temp_in');
  await done;
  assert.deepEqual(told, ['changed temp_in', 'deleted temp_in']);
});

test('patterns', () => {
  for (const [pattern, name, expected] of [
    ['x', 'x', true],
    ['x', 'xy', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['temp*', 'temp', true],
    ['temp*', 'atemp', false],
    ['*_in', 'temp_in', true],
    ['*_in', 'in', false],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'axxbyyc', true],
    ['a*b*c', 'acb', false],
    ['a*a', 'a', false],
    ['a*b*b', 'ab', false],
    ['', 'x', false],
    ['.*', 'x', false],
  ] as const)
    assert.equal(fits(name, pattern), expected, join(pattern, name));
  assert.equal(fits('a'.repeat(128), `${'*a'.repeat(64)}b`), false);
});
