import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Hook } from '../../core/hook.ts';
import { type Fault, Scope } from '../../core/scope.ts';

const faults: Fault[] = [];

function createScope(name: string, rank = 0): Scope {
  return new Scope({ name, rank }, { onFault: (fault) => faults.push(fault) });
}

function takeFaults(): string[] {
  return faults.splice(0).map(({ hook, owner, error }) => `${owner} in ${hook}: ${(error as Error).message}`);
}

describe('a faulty tap', () => {
  for (const create of [Hook.series<number>, Hook.parallel<number>, Hook.waterfall<number>]) {
    const { kind } = create('probe');
    test(`${kind}: a synchronous throw in the second tap stops nobody and is blamed`, async () => {
      const hook = create('changed') as Hook<number, unknown>;
      const events: string[] = [];
      hook.tap(createScope('a'), () => void events.push('a'));
      hook.tap(createScope('b'), () => {
        events.push('b');
        throw new Error('thrown');
      });
      hook.tap(createScope('c'), () => void events.push('c'));
      const result = await hook.call(7);
      assert.deepEqual(events, ['a', 'b', 'c']);
      assert.equal(result, kind === 'waterfall' ? 7 : undefined);
      assert.deepEqual(takeFaults(), ['b in changed: thrown']);
    });
  }

  test('an async tap that rejects is awaited, not left floating', async () => {
    const hook = Hook.series<void>('changed');
    const events: string[] = [];
    hook.tap(createScope('a'), async () => {
      await Promise.resolve();
      events.push('a ends');
      throw new Error('rejected');
    });
    hook.tap(createScope('b'), () => void events.push('b'));
    await hook.call();
    assert.deepEqual(events, ['a ends', 'b']);
    assert.deepEqual(takeFaults(), ['a in changed: rejected']);
  });

  test('counts as having returned nothing', async () => {
    const bail = Hook.bail<void, string>('ask');
    bail.tap(createScope('a'), () => {
      throw new Error('no answer');
    });
    bail.tap(createScope('b'), async () => 'answer');
    bail.tap(createScope('c'), () => assert.fail('the answer was given'));
    assert.equal(await bail.call(), 'answer');
    assert.deepEqual(takeFaults(), ['a in ask: no answer']);
  });

  test('is seen in what is known of the taps', async () => {
    const hook = Hook.parallel<void>('changed');
    hook.tap(
      createScope('a'),
      () => {
        throw new Error('thrown');
      },
      { label: 'summary' },
    );
    await hook.call();
    await hook.call();
    const [info] = hook.taps();
    assert.deepEqual(
      { ...info, ms: 0 },
      {
        hook: 'changed',
        owner: 'a',
        stage: 0,
        label: 'summary',
        calls: 2,
        errors: 2,
        ms: 0,
      },
    );
    takeFaults();
  });
});

test('waterfall hands each what the one before returned; returning nothing keeps it', async () => {
  const hook = Hook.waterfall<number>('beforeWrite');
  hook.tap(createScope('a'), (value) => value + 1);
  hook.tap(createScope('b'), () => undefined);
  hook.tap(createScope('c'), async (value) => value * 10);
  assert.equal(await hook.call(1), 20);
});

test('a call without taps costs a resolved promise and keeps the value', async () => {
  assert.equal(await Hook.waterfall<number>('w').call(5), 5);
  assert.equal(await Hook.parallel<number>('p').call(5), undefined);
});

test('un-tapping during a call: the removed tap is not called any more, the others are', async () => {
  const hook = Hook.series<void>('changed');
  const events: string[] = [];
  const second = createScope('second');
  hook.tap(createScope('first'), async () => {
    events.push('first');
    await second.dispose();
  });
  hook.tap(second, () => void events.push('second'));
  hook.tap(createScope('third'), () => void events.push('third'));
  await hook.call();
  await hook.call();
  assert.deepEqual(events, ['first', 'third', 'first', 'third']);
});

test('a tap made during a call is called from the next call on', async () => {
  const hook = Hook.series<void>('changed');
  const events: string[] = [];
  let late = false;
  hook.tap(createScope('a'), () => {
    events.push('a');
    if (!late) hook.tap(createScope('late'), () => void events.push('late'));
    late = true;
  });
  await hook.call();
  await hook.call();
  assert.deepEqual(events, ['a', 'a', 'late']);
});

test('a closed scope cannot tap', async () => {
  const hook = Hook.series<void>('changed');
  const scope = createScope('closed');
  await scope.dispose();
  assert.throws(() => hook.tap(scope, () => undefined), { code: 'SCOPE_CLOSED' });
  assert.deepEqual(hook.taps(), []);
  assert.equal(hook.used, false);
});

test('orders by stage, then by dependency order: a reload does not move a plugin to the end', async () => {
  const hook = Hook.series<void>('changed');
  const events: string[] = [];
  const say = (text: string) => (): void => void events.push(text);
  const [one, two, three] = [createScope('one', 1), createScope('two', 2), createScope('three', 3)];
  hook.tap(three, say('three'));
  hook.tap(one, say('one'));
  hook.tap(two, say('two'));
  hook.tap(three, say('three early'), { stage: -1 });
  await hook.call();
  assert.deepEqual(events.splice(0), ['three early', 'one', 'two', 'three']);
  await one.dispose();
  hook.tap(new Scope(one.owner), say('one again'));
  await hook.call();
  assert.deepEqual(events, ['three early', 'one again', 'two', 'three']);
});

test('parallel: announcements made by a tap wait until all have heard the one before', async () => {
  const hook = Hook.parallel<number>('dataChanged');
  const events: string[] = [];
  hook.tap(createScope('a', 1), (value) => {
    events.push(`a ${value}`);
    if (value < 3) void hook.call(value + 1);
  });
  hook.tap(createScope('b', 2), (value) => void events.push(`b ${value}`));
  await hook.call(1);
  assert.deepEqual(events, ['a 1', 'b 1', 'a 2', 'b 2', 'a 3', 'b 3']);
});

test('parallel: all taps start before the call returns', () => {
  const hook = Hook.parallel<void>('dataChanged');
  const events: string[] = [];
  hook.tap(createScope('a'), () => void events.push('a'));
  hook.tap(createScope('b'), async () => void events.push('b'));
  void hook.call();
  assert.deepEqual(events, ['a', 'b']);
});

test('an announcement starts the taps in order, one announcement after the other, and waits for none', async () => {
  const hook = Hook.parallel<number>('dataChanged');
  const events: string[] = [];
  let resume: () => void = () => {};
  const resumed = new Promise<void>((resolve) => {
    resume = resolve;
  });
  hook.tap(createScope('a', 1), async (value) => {
    events.push(`a ${value}`);
    if (value < 2) hook.announce(value + 1);
    await resumed;
    events.push(`a ${value} has waited`);
  });
  hook.tap(createScope('b', 2), (value) => void events.push(`b ${value}`));
  hook.announce(1);
  assert.deepEqual(events, ['a 1', 'b 1', 'a 2', 'b 2']);
  resume();
  await resumed;
  assert.deepEqual(events.slice(4), ['a 1 has waited', 'a 2 has waited']);
});

test('an announcement reaches the taps that there are, and the hook that has replaced its own', async () => {
  const old = Hook.parallel<number>('dataChanged');
  const events: string[] = [];
  const scope = createScope('consumer');
  old.announce(0);
  old.tap(scope, (value) => void events.push(`early ${value}`));
  old.announce(1);
  Hook.parallel<number>('dataChanged').adopt(old);
  old.tap(scope, (value) => void events.push(`late ${value}`));
  old.announce(2);
  await scope.dispose();
  old.announce(3);
  assert.deepEqual(events, ['early 1', 'early 2', 'late 2']);
});

test('a replacing hook takes over the taps; the old object leads to it', async () => {
  const old = Hook.parallel<number>('dataChanged');
  const events: string[] = [];
  const scope = createScope('consumer');
  old.tap(scope, (value) => void events.push(`before ${value}`));
  const fresh = Hook.parallel<number>('dataChanged');
  fresh.adopt(old);
  old.tap(scope, (value) => void events.push(`after ${value}`));
  await fresh.call(1);
  await old.call(2);
  assert.deepEqual(events, ['before 1', 'after 1', 'before 2', 'after 2']);
  await scope.dispose();
  assert.equal(fresh.used, false);
});

test('a tap that is no function is refused at once', () => {
  const hook = Hook.series<void>('changed');
  assert.throws(() => hook.tap(createScope('a'), 'text' as never), {
    code: 'BAD_ARGUMENT',
    message: 'a: a tap of changed is not a function',
  });
});
