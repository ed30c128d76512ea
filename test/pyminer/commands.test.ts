import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, FIVE, type Request, trimmed } from './answers.ts';
import { emptyHost } from './shared-host.ts';
import { hostFor } from './start-host.ts';

const TYPES = '"Type", "Complex", "Matrix", "Vector", "TimeSeries", "StateSpace", "DataFrame", "Series"';
const SEVEN = 'gARLBy4=';
const NOT_FOUND =
  '{"message": "variable nope not found!", "content": "variable nope not found!", "code": "NOT_FOUND"}';

interface Words {
  readonly read: string;
  readonly write: string;
  readonly names: string;
}

/** The word of success of each dialect's answers, where they differ. */
const WORDS: Readonly<Record<string, Words>> = {
  classic: { read: 'success', write: 'success', names: 'succeed' },
  named: { read: 'succeeded', write: 'succeeded', names: 'succeeded' },
};

/** Requests and their exact answers, in this order, on an empty workspace, which they leave empty. */
function exchanges({ read, write, names }: Words): [Request, string][] {
  return [
    [call('get_all_public_variable_names'), `{"var_names": [], "message": "${names}"}`],
    [call('get_all_variable_names'), `{"var_names": [${TYPES}], "message": "${names}"}`],
    [call('write_p', 'x', FIVE, 'server'), `{"message": "${write}"}`],
    [call('read_p', 'x'), `{"x": "${FIVE}", "message": "${read}"}`],
    [call('write_p', 'x', SEVEN), `{"message": "${write}"}`],
    [call('read_p', 'x'), `{"x": "${SEVEN}", "message": "${read}"}`],
    [call('read_p', 'nope'), NOT_FOUND],
    [call('write_p', '变量', FIVE, null), `{"message": "${write}"}`],
    [call('read_p', '变量'), `{"\\u53d8\\u91cf": "${FIVE}", "message": "${read}"}`],
    [call('get_all_public_variable_names'), `{"var_names": ["x", "\\u53d8\\u91cf"], "message": "${names}"}`],
    [
      call('get_all_variable_names'),
      `{"var_names": [${TYPES}, "x", "\\u53d8\\u91cf"], "message": "${names}"}`,
    ],
    [
      call('delete_variable', '变量', 'me'),
      '{"message": "succeeded", "var_name": "\\u53d8\\u91cf", "data_source": "me"}',
    ],
    [
      call('delete_variable', 'nope'),
      '{"message": "succeeded", "var_name": "nope", "data_source": "unknown"}',
    ],
    [call('write_p', 'y', FIVE, 'server'), `{"message": "${write}"}`],
    [call('write_p', 'x', FIVE, 'server'), `{"message": "${write}"}`],
    [call('get_all_public_variable_names'), `{"var_names": ["x", "y"], "message": "${names}"}`],
    [
      call('delete_variable', ['x', 'y'], 'me'),
      '{"message": "succeeded", "var_name": ["x", "y"], "data_source": "me"}',
    ],
    [call('get_all_public_variable_names'), `{"var_names": [], "message": "${names}"}`],
  ];
}

for (const [dialect, words] of Object.entries(WORDS)) {
  test(`${dialect}: every command is answered to the byte`, async (context) => {
    const host = await emptyHost();
    const expected = exchanges(words);
    const requests = expected.map(([request]) => request);
    for (const connection of ['each', 'one', 'long']) {
      await context.test(`connection "${connection}"`, async () => {
        const answers = await host.python<string[]>('send_requests.py', { dialect, connection, requests });
        const texts = expected.map(([, answer]) => answer);
        assert.deepEqual(answers.map(trimmed), texts);
      });
    }
  });
}

test('the settings are answered with PyMiner’s five, set one by one, and the style sheet as text', async (context) => {
  const host = await hostFor(context);
  const requests = [
    call('get_settings'),
    call('set_settings_param', 'theme', 'Windows'),
    call('get_settings'),
    call('get_style_sheet'),
  ];
  const settings = (text: string) =>
    text.replace(/"work_dir": "[^"]+"/g, '"work_dir": "..."').replaceAll('#F7F7F7', 'COLOUR');
  const five = (theme: string) =>
    `"work_dir": "...", "main_theme": "COLOUR", "margin_theme": "#DADADA", "locale": "en", "theme": "${theme}"`;

  const classic = await host.python<string[]>('send_requests.py', {
    dialect: 'classic',
    connection: 'each',
    requests,
  });
  assert.equal(
    settings(trimmed(classic[0] ?? '')),
    `{"message": "succeed", "settings": {${five('Fusion')}}}`,
  );
  assert.deepEqual(JSON.parse(classic[1] ?? ''), { message: 'succeeded' });
  assert.equal(
    settings(trimmed(classic[2] ?? '')),
    `{"message": "succeed", "settings": {${five('Windows')}}}`,
  );
  assert.match(trimmed(classic[3] ?? ''), /^\{"style_sheet": "QWidget\{.*\}", "message": "succeed"\}$/);

  const named = await host.python<string[]>('send_requests.py', {
    dialect: 'named',
    connection: 'each',
    requests,
  });
  const both = `${five('Windows')}, "settings": {${five('Windows')}}`;
  assert.equal(settings(trimmed(named[0] ?? '')), `{"message": "succeeded", ${both}}`);
  assert.deepEqual(JSON.parse(named[1] ?? ''), { message: 'succeeded' });
  assert.match(trimmed(named[3] ?? ''), /^\{"style_sheet": "QWidget\{.*\}", "message": "succeeded"\}$/);
});
