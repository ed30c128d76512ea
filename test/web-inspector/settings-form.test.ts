import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestHost } from '../../core/testing.ts';
import { problemsOf, readText, showValue } from '../../plugins/web-inspector/page/settings/edit.ts';
import type { SettingEntry } from '../../plugins/web-inspector/page/settings/entry.ts';
import { createForm, type Field, searchForm } from '../../plugins/web-inspector/page/settings/form.ts';

const SCHEMA = {
  title: 'Settings of the probe',
  properties: {
    on: { type: 'boolean' },
    level: { type: 'integer', minimum: 1, maximum: 9, description: 'How loud.' },
    mode: { enum: ['a', 'b', 3] },
    colour: { title: 'Colour', $ref: '#/definitions/colour' },
    token: { type: 'string', 'x-secret': true },
    limits: { type: 'object' },
    list: { type: 'array' },
    account: { type: 'object' },
  },
  definitions: { colour: { type: 'string', maxLength: 7 } },
};

function entry(key: string, value: unknown, more: Partial<SettingEntry> = {}): SettingEntry {
  return {
    path: `probe.${key}`,
    plugin: 'probe',
    keys: key.split('.'),
    value,
    default: value,
    source: 'default',
    from: 'default',
    secret: false,
    ...more,
  };
}

const ENTRIES = [
  entry('list', [1, 2]),
  entry('on', true),
  entry('level', 5, { default: 1, source: 'flag', from: '--set probe.level' }),
  entry('mode', 'a'),
  entry('colour', '#123456'),
  entry('token', null, { secret: true, source: 'file', from: 'config:1:2' }),
  entry('limits.clients', 5, { source: 'file', from: 'config:3:4', default: 1 }),
  entry('limits.deep.bytes', 7),
  entry('account.name', 'ada'),
  entry('account.password', null, { secret: true }),
];

function fields(entries: readonly SettingEntry[] = ENTRIES): Map<string, Field> {
  const groups = createForm({ probe: SCHEMA, empty: {} }, entries);
  assert.deepEqual(
    groups.map(({ plugin, title }) => [plugin, title]),
    [['probe', 'Settings of the probe']],
  );
  return new Map(groups.flatMap((group) => group.fields).map((field) => [field.path, field]));
}

test('controls come from the schema, in its order', () => {
  assert.deepEqual(
    [...fields()].map(([path, { control }]) => [path, control.kind]),
    [
      ['probe.on', 'switch'],
      ['probe.level', 'number'],
      ['probe.mode', 'choice'],
      ['probe.colour', 'text'],
      ['probe.token', 'secret'],
      ['probe.limits', 'json'],
      ['probe.list', 'json'],
      ['probe.account.name', 'json'],
      ['probe.account.password', 'secret'],
    ],
  );
  const { control, description } = fields().get('probe.level') ?? {};
  assert.deepEqual(control, { kind: 'number', isWhole: true, min: 1, max: 9 });
  assert.equal(description, 'How loud.');
  const colour = fields().get('probe.colour');
  assert.deepEqual([colour?.label, colour?.control], ['Colour', { kind: 'text', maxLength: 7 }]);
});

test('an object is one field, its value put together; what is strongest in it is its source', () => {
  const limits = fields().get('probe.limits');
  assert.deepEqual(limits?.value, { clients: 5, deep: { bytes: 7 } });
  assert.deepEqual(limits?.default, { clients: 1, deep: { bytes: 7 } });
  assert.deepEqual([limits?.source, limits?.from, limits?.isModified], ['file', 'config:3:4', true]);
});

test('a secret has no value, and an object with one in it is never edited as a whole', () => {
  const token = fields().get('probe.token');
  assert.deepEqual([token?.value, token?.default, token?.isModified], [undefined, undefined, true]);
  assert.equal(fields().has('probe.account'), false);
});

test('a search keeps the settings in which all its words occur', () => {
  const groups = createForm({ probe: SCHEMA }, ENTRIES);
  const found = (search: string): string[] =>
    searchForm(groups, search).flatMap((group) => group.fields.map(({ path }) => path));
  assert.deepEqual(found('how LOUD'), ['probe.level']);
  assert.deepEqual(found('probe account'), ['probe.account.name', 'probe.account.password']);
  assert.deepEqual(found('nothing of that'), []);
  assert.equal(found(' ').length, 9);
});

test('what is typed is read by its control, and what cannot be sent is told', () => {
  const number = { kind: 'number', isWhole: true, min: 1, max: 9 } as const;
  assert.deepEqual(readText(number, ' 7 '), { value: 7 });
  assert.deepEqual(readText(number, ''), { problem: 'Write a number.' });
  assert.deepEqual(readText(number, 'Infinity'), { problem: 'Write a number.' });
  assert.deepEqual(readText(number, '1.5'), { problem: 'Write a whole number.' });
  assert.deepEqual(readText(number, '0'), { problem: 'At least 1.' });
  assert.deepEqual(readText(number, '10'), { problem: 'At most 9.' });
  assert.deepEqual(readText({ ...number, isWhole: false }, '1.5'), { value: 1.5 });
  assert.deepEqual(readText({ kind: 'text', maxLength: 5 }, '12'), { value: '12' });
  assert.deepEqual(readText({ kind: 'json' }, '{"a": [1]}'), { value: { a: [1] } });
  const bad = readText({ kind: 'json' }, '{');
  assert.ok('problem' in bad && bad.problem.startsWith('This is no JSON: '));
});

test('a value is shown as its control takes it', () => {
  assert.equal(showValue({ kind: 'json' }, { a: 1 }), '{\n  "a": 1\n}');
  assert.equal(showValue({ kind: 'json' }, null), 'null');
  assert.equal(showValue({ kind: 'secret' }, 'never'), '');
  assert.equal(showValue({ kind: 'text', maxLength: undefined }, 'x'), 'x');
  assert.equal(showValue({ kind: 'text', maxLength: undefined }, null), '');
  const number = { kind: 'number', isWhole: false, min: undefined, max: undefined } as const;
  assert.equal(showValue(number, 1.5), '1.5');
});

test("the host's own problems are shown, each once", async () => {
  await using host = await createTestHost({ plugins: ['settings'] });
  const error = await host.host.configuration.set('settings.main_theme', 'red').catch((one: unknown) => one);
  assert.equal(problemsOf(error), 'settings.main_theme must match pattern "^#[0-9A-Fa-f]{6}$"');
  assert.equal(problemsOf(new Error('other')), 'other');
});

test("the real plugins' settings make a form of which every field has a value to show", async () => {
  await using host = await createTestHost({
    plugins: ['settings', 'workspace', 'socket-server'],
    settings: { 'socket-server': { port: 0, unixSocket: false } },
  });
  const { schemas } = (await host.dispatch('settings_schema')) as { schemas: Record<string, never> };
  const { settings } = (await host.dispatch('settings_list')) as { settings: SettingEntry[] };
  const groups = createForm(schemas, JSON.parse(JSON.stringify(settings)));
  assert.deepEqual(groups.map(({ plugin }) => plugin).sort(), ['settings', 'socket-server', 'workspace']);
  const port = groups.flatMap((group) => group.fields).find(({ path }) => path === 'socket-server.port');
  assert.deepEqual(port?.control, { kind: 'number', isWhole: true, min: 0, max: 65535 });
  assert.deepEqual([port?.value, port?.default, port?.source], [0, 12306, 'flag']);
});
