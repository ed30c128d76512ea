import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Binary, type CommandContext, CommandRegistry, type Role } from '../../core/command.ts';
import { Scope } from '../../core/scope.ts';

function context(role: Role = 'admin'): CommandContext {
  const { signal } = new AbortController();
  return { session: 's1', client: 'test', role, transport: 'test', signal, long: false };
}

function createRegistry(): { registry: CommandRegistry; scope: Scope } {
  const registry = new CommandRegistry();
  const scope = new Scope({ name: 'owner', rank: 0 });
  registry.register<{ name: string; steps: number }>(scope, {
    name: 'undo',
    summary: 'undoes',
    role: 'write',
    params: [
      { name: 'name', summary: 'the variable', schema: { type: 'string' } },
      { name: 'steps', summary: 'how many', schema: { type: 'integer', minimum: 1 }, default: 1 },
    ],
    handler: (params) => ({ ...params }),
  });
  return { registry, scope };
}

test('takes parameters by position and by name, and fills in defaults', async () => {
  const { registry } = createRegistry();
  assert.deepEqual(await registry.dispatch('undo', ['x'], context()), { name: 'x', steps: 1 });
  assert.deepEqual(await registry.dispatch('undo', ['x', 3], context()), { name: 'x', steps: 3 });
  const named = new Map<string, unknown>([
    ['steps', 2],
    ['name', 'y'],
  ]);
  assert.deepEqual(await registry.dispatch('undo', named, context()), { name: 'y', steps: 2 });
});

describe('refuses with a code and the usage', () => {
  const cases: [string, unknown[] | Map<string, unknown>, string, string][] = [
    ['nope', [], 'UNKNOWN_METHOD', 'there is no method "nope"'],
    ['__proto__', [], 'UNKNOWN_METHOD', 'there is no method "__proto__"'],
    ['undo', [], 'BAD_PARAMS', 'undo(name, steps?) needs the parameter name'],
    ['undo', ['x', 1, 2], 'BAD_PARAMS', 'undo(name, steps?) takes 2 parameters, not 3'],
    ['undo', [7], 'BAD_PARAMS', 'undo(name, steps?): name must be string'],
    ['undo', ['x', 0], 'BAD_PARAMS', 'undo(name, steps?): steps must be >= 1'],
    ['undo', new Map([['nme', 'x']]), 'BAD_PARAMS', 'undo(name, steps?) has no parameter "nme"'],
  ];
  for (const [name, params, code, message] of cases) {
    test(message, async () => {
      await assert.rejects(createRegistry().registry.dispatch(name, params, context()), { code, message });
    });
  }

  test('a role that is too low', async () => {
    await assert.rejects(createRegistry().registry.dispatch('undo', ['x'], context('read')), {
      code: 'FORBIDDEN',
      message: 'undo needs the role write; this session has read',
    });
  });
});

test('a name is held by one plugin until it is closed', async () => {
  const { registry, scope } = createRegistry();
  const other = new Scope({ name: 'other', rank: 1 });
  const command = {
    name: 'undo',
    summary: '',
    role: 'read' as const,
    params: [],
    handler: () => ({ from: 'other' }),
  };
  assert.throws(() => registry.register(other, command), {
    code: 'DUPLICATE',
    message: 'other: the command undo belongs to owner',
  });
  await scope.dispose();
  registry.register(other, command);
  assert.deepEqual(await registry.dispatch('undo', [], context()), { from: 'other' });
  assert.throws(() => registry.register(scope, { ...command, name: 'late' }), { code: 'SCOPE_CLOSED' });
});

test('lists commands with their owners and counts calls and errors', async () => {
  const { registry } = createRegistry();
  await registry.dispatch('undo', ['x'], context());
  await assert.rejects(registry.dispatch('undo', [], context()));
  const info = registry.list().get('undo');
  assert.deepEqual([info?.owner, info?.role, info?.calls, info?.errors], ['owner', 'write', 2, 1]);
  assert.deepEqual(
    registry.params('undo').map(({ name }) => name),
    ['name', 'steps'],
  );
});

test('binary results can be read more than once', () => {
  const binary = Binary.of(Buffer.from('abc'));
  assert.equal(binary.byteLength, 3);
  assert.deepEqual([...binary.chunks()].map(String), [...binary.chunks()].map(String));
});
