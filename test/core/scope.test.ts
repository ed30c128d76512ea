import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { codeOf, messageOf } from '../../core/errors.ts';
import { type Fault, Scope, type ScopeOptions } from '../../core/scope.ts';

function createScope(options: ScopeOptions = {}): Scope {
  return new Scope({ name: 'owner', rank: 0 }, options);
}

test('undoes last in, first out, one after the other', async () => {
  const scope = createScope();
  const events: string[] = [];
  scope.add('first', () => void events.push('first'));
  scope.add('slow', async () => {
    events.push('slow begins');
    await new Promise((resolve) => setTimeout(resolve, 20));
    events.push('slow ends');
  });
  scope.add('last', () => void events.push('last'));
  const failures = await scope.dispose();
  assert.deepEqual(events, ['last', 'slow begins', 'slow ends', 'first']);
  assert.deepEqual(failures, []);
});

test('attempts every undo when one throws and another rejects, and names both', async () => {
  const scope = createScope();
  const events: string[] = [];
  scope.add('first', () => void events.push('first'));
  scope.add('throws', () => {
    events.push('throws');
    throw new Error('thrown');
  });
  scope.add('rejects', async () => {
    events.push('rejects');
    throw new Error('rejected');
  });
  const failures = await scope.dispose();
  assert.deepEqual(events, ['rejects', 'throws', 'first']);
  assert.deepEqual(
    failures.map(({ owner, label, error }) => [owner, label, (error as Error).message]),
    [
      ['owner', 'rejects', 'rejected'],
      ['owner', 'throws', 'thrown'],
    ],
  );
  assert.deepEqual(
    scope.effects(),
    ['throws', 'rejects'],
    'what could not be undone is still reported as held',
  );
});

test('goes on after an undo that never settles', async () => {
  const scope = createScope({ undoTimeoutMs: 20 });
  const events: string[] = [];
  scope.add('first', () => void events.push('first'));
  scope.add('hangs', () => new Promise<void>(() => undefined));
  const [failure] = await scope.dispose();
  assert.deepEqual(events, ['first']);
  assert.deepEqual(
    [codeOf(failure?.error), messageOf(failure?.error)],
    ['TIMEOUT', 'undo of hangs did not finish within 20 ms'],
  );
});

test('fires the signal before the first undo, and gives the same promise again', async () => {
  const scope = createScope();
  const events: string[] = [];
  scope.signal.addEventListener('abort', () => events.push(`signal, closed: ${scope.closed}`));
  scope.add('effect', () => void events.push('undo'));
  const first = scope.dispose();
  assert.equal(scope.dispose(), first);
  await first;
  assert.equal(scope.dispose(), first);
  assert.deepEqual(events, ['signal, closed: true', 'undo']);
});

test('refuses what comes late, also from a listener of the signal and from an undo', async () => {
  const scope = createScope();
  const codes: string[] = [];
  const late = (): void => {
    assert.throws(
      () => scope.add('late', () => assert.fail('never registered')),
      (error: { code: string; message: string }) => {
        codes.push(error.code);
        return error.message === 'owner is closed: "late" cannot be registered any more';
      },
    );
  };
  scope.signal.addEventListener('abort', late);
  scope.add('effect', late);
  await scope.dispose();
  late();
  assert.deepEqual(codes, ['SCOPE_CLOSED', 'SCOPE_CLOSED', 'SCOPE_CLOSED']);
});

test('undoes an effect early and once', async () => {
  const scope = createScope();
  const events: string[] = [];
  const effect = scope.add('effect', () => void events.push('undone'));
  scope.add('other', () => void events.push('other'));
  assert.deepEqual(scope.effects(), ['effect', 'other']);
  await Promise.all([effect.undo(), effect.undo()]);
  assert.deepEqual(scope.effects(), ['other']);
  await scope.dispose();
  assert.deepEqual(events, ['undone', 'other']);
});

test('closes a child with its parent in the order of registration, or by itself', async () => {
  const parent = createScope();
  const events: string[] = [];
  parent.add('before', () => void events.push('before'));
  const child = parent.child('child');
  child.add('inner', () => void events.push('inner'));
  parent.add('after', () => void events.push('after'));
  const early = parent.child('early');
  early.add('early inner', () => void events.push('early inner'));
  await early.dispose();
  assert.deepEqual(parent.effects(), ['before', 'child', 'after']);
  await parent.dispose();
  assert.deepEqual(events, ['early inner', 'after', 'inner', 'before']);
});

test("reports a child's failures once: to whoever closed it", async () => {
  const parent = createScope();
  const failing = parent.child('failing');
  failing.add('inner', () => {
    throw new Error('inner failed');
  });
  const failures = await parent.dispose();
  assert.deepEqual(
    failures.map(({ label, error }) => [label, (error as Error).message]),
    [['failing', 'inner: inner failed']],
  );
});

test('stops timers and listeners, and reports a fault of a timer to the owner', async () => {
  const faults: Fault[] = [];
  const scope = createScope({ onFault: (fault) => faults.push(fault) });
  const emitter = new EventEmitter();
  const heard: unknown[] = [];
  scope.listen(emitter, 'event', (value) => heard.push(value));
  emitter.emit('event', 1);
  await new Promise<void>((resolve) => {
    scope.timeout('once', 1, () => {
      resolve();
      throw new Error('timer failed');
    });
  });
  let beats = 0;
  await new Promise<void>((resolve) => {
    scope.interval('beat', 1, () => {
      beats += 1;
      if (beats === 3) resolve();
    });
  });
  assert.deepEqual(scope.effects(), ['listener event', 'beat']);
  await scope.dispose();
  emitter.emit('event', 2);
  assert.deepEqual(heard, [1]);
  assert.equal(emitter.listenerCount('event'), 0);
  assert.deepEqual(
    faults.map(({ hook, owner, error }) => [hook, owner, (error as Error).message]),
    [['once', 'owner', 'timer failed']],
  );
  assert.throws(() => scope.interval('late', 1, () => undefined), { code: 'SCOPE_CLOSED' });
});
