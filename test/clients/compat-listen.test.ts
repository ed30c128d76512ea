import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { PythonProcess } from './python-process.ts';
import { startWorkspaceHost, type WorkspaceHost } from './workspace-host.ts';

type Message = Readonly<Record<string, unknown>>;

/** A client of PyMiner's kinds in a Python of its own, as `listen.py` has them. */
class Listener {
  readonly python: PythonProcess;

  constructor(kind: string, port: number) {
    const args = ['clients/python/tests/compat/listen.py', kind];
    this.python = new PythonProcess({ args, port, env: { QT_QPA_PLATFORM: 'offscreen' } });
  }

  async next(): Promise<Message> {
    return JSON.parse(await this.python.line()) as Message;
  }

  call(name: string, ...params: readonly unknown[]): Promise<Message> {
    this.python.write(JSON.stringify([name, ...params]));
    return this.next();
  }

  /** So many messages, in any order. */
  async some(count: number): Promise<ReadonlySet<string>> {
    const messages = new Set<string>();
    while (messages.size < count) messages.add(JSON.stringify(await this.next()));
    return messages;
  }
}

async function listen(context: TestContext, kind: string, host: WorkspaceHost): Promise<Listener> {
  const listener = new Listener(kind, host.port);
  context.after(() => listener.python.kill());
  assert.deepEqual(await listener.next(), { ready: true });
  return listener;
}

function lines(...messages: readonly Message[]): ReadonlySet<string> {
  return new Set(messages.map((message) => JSON.stringify(message)));
}

for (const [kind, message] of [
  ['classic', 'success'],
  ['named', 'succeeded'],
] as const) {
  test(`${kind}: a client is told of each change, and reads it where it is told`, async (context) => {
    const host = await startWorkspaceHost(context);
    const listener = await listen(context, kind, host);
    await host.data.setVar('x', 1, 'node');
    assert.deepEqual(await listener.next(), { changed: 'x', source: 'node', value: 1 });
    await host.data.deleteVariable('x', 'node');
    assert.deepEqual(await listener.next(), { deleted: 'x', source: 'node' });
    listener.python.write('["set_var", "y", 2]');
    const own = { changed: 'y', source: 'listener', value: 2 };
    assert.deepEqual(await listener.some(2), lines({ answer: { message } }, own));
    assert.deepEqual(await listener.call('shut_down'), { open: false });
    await listener.python.end();
  });

  test(`${kind}: a client whose callback raises is told of the next change`, async (context) => {
    const host = await startWorkspaceHost(context);
    const listener = await listen(context, kind, host);
    assert.deepEqual(await listener.call('fail_once'), { failing: true });
    await host.data.setVar('x', 1, 'node');
    await host.data.setVar('y', 2, 'node');
    assert.deepEqual(await listener.next(), { changed: 'y', source: 'node', value: 2 });
    assert.match(listener.python.errors, /RuntimeError: deliberate/);
  });

  test(`${kind}: a client comes back after restarts, and is told what it missed`, async (context) => {
    const host = await startWorkspaceHost(context);
    const listener = await listen(context, kind, host);
    await host.data.setVar('kept', 0, 'node');
    await host.data.setVar('lost', 0, 'node');
    const view = new Map<unknown, unknown>();
    const seen = async (expected: Readonly<Record<string, unknown>>): Promise<void> => {
      while (!isDeepStrictEqual(Object.fromEntries(view), expected)) {
        const { changed, deleted, value } = await listener.next();
        if (deleted === undefined) view.set(changed, value);
        else assert.ok(view.delete(deleted), String(deleted));
      }
    };
    await seen({ kept: 0, lost: 0 });
    for (let restart = 1; restart <= 5; restart += 1) {
      await host.restart();
      await host.data.setVar('kept', restart, 'node');
      await host.data.setVar(`new${restart}`, restart, 'node');
      await seen({ kept: restart, [`new${restart}`]: restart });
    }
    await host.cut(async () => {
      await host.data.deleteVariable('kept', 'node');
      await host.data.setVar('last', 6, 'node');
    });
    await seen({ new5: 5, last: 6 });
  });
}

for (const kind of ['classic-qt', 'named-qt']) {
  test(`${kind}: signals tell a Qt program of each change, also after a restart`, async (context) => {
    const host = await startWorkspaceHost(context);
    const listener = await listen(context, kind, host);
    if (kind === 'named-qt') assert.deepEqual(await listener.next(), { message: 'succeeded', name: null });
    await host.data.setVar('x', 1, 'node');
    assert.deepEqual(await listener.next(), { signal: 'x', value: 1 });
    assert.deepEqual(await listener.next(), { message: 'data_changed', name: 'x' });
    await host.data.deleteVariable('x', 'node');
    assert.deepEqual(await listener.next(), { message: 'data_deleted', name: 'x' });
    await host.restart();
    await host.data.setVar('y', 2, 'node');
    assert.deepEqual(await listener.next(), { message: 'shut_down', name: null });
    if (kind === 'named-qt') assert.deepEqual(await listener.next(), { message: 'succeeded', name: null });
    assert.deepEqual(await listener.next(), { signal: 'y', value: 2 });
    await listener.python.end();
  });
}
