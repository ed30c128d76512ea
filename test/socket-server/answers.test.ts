import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHost } from './running-host.ts';

/** Python's pickle of 5, protocol 4. */
const FIVE = 'gARLBS4=';
/** Of the list [1], protocol 4. */
const LIST = 'gARdlEsBYS4=';
/** Of {'a': 'gARLBS4=', 'DataFrame': 'gARLBS4='}, protocol 2. */
const DICT = Buffer.from(
  '\x80\x02}(X\x01\x00\x00\x00aX\x08\x00\x00\x00gARLBS4=X\x09\x00\x00\x00DataFrameX\x08\x00\x00\x00gARLBS4=u.',
  'latin1',
).toString('base64');

type Exchange = readonly [method: string, params: readonly unknown[], classic: string, named?: string];

/** In order: each answer depends on what came before. Without a fourth part both dialects answer alike. */
const EXCHANGES: readonly Exchange[] = [
  ['write_p', ['x', FIVE, 'server'], '{"message": "success"}', '{"message": "succeeded"}'],
  ['write_p', ['变量', FIVE], '{"message": "success"}', '{"message": "succeeded"}'],
  ['write_p', ['PMEND', LIST, null], '{"message": "success"}', '{"message": "succeeded"}'],
  ['read_p', ['x'], `{"x": "${FIVE}", "message": "success"}`, `{"x": "${FIVE}", "message": "succeeded"}`],
  [
    'read_p',
    ['变量'],
    `{"\\u53d8\\u91cf": "${FIVE}", "message": "success"}`,
    `{"\\u53d8\\u91cf": "${FIVE}", "message": "succeeded"}`,
  ],
  [
    'read_p',
    ['PMEND'],
    `{"\\u0050MEND": "${LIST}", "message": "success"}`,
    `{"\\u0050MEND": "${LIST}", "message": "succeeded"}`,
  ],
  [
    'read_p',
    ['q"x'],
    '{"message": "variable q\\"x not found!", "content": "variable q\\"x not found!", "code": "NOT_FOUND"}',
  ],
  [
    'get_all_public_variable_names',
    [],
    '{"var_names": ["x", "\\u53d8\\u91cf", "\\u0050MEND"], "message": "succeed"}',
    '{"var_names": ["x", "\\u53d8\\u91cf", "\\u0050MEND"], "message": "succeeded"}',
  ],
  [
    'delete_variable',
    ['PMEND', 'me'],
    '{"message": "succeeded", "var_name": "\\u0050MEND", "data_source": "me"}',
  ],
  ['delete_variable', ['nope'], '{"message": "succeeded", "var_name": "nope", "data_source": "unknown"}'],
  [
    'delete_variable',
    [['变量', 'nope'], null],
    '{"message": "succeeded", "var_name": ["\\u53d8\\u91cf", "nope"], "data_source": null}',
  ],
  [
    'get_all_variable_names',
    [],
    '{"var_names": ["Type", "Complex", "Matrix", "Vector", "TimeSeries", "StateSpace", "DataFrame", "Series", "x"], "message": "succeed"}',
    '{"var_names": ["Type", "Complex", "Matrix", "Vector", "TimeSeries", "StateSpace", "DataFrame", "Series", "x"], "message": "succeeded"}',
  ],
  ['get_var_dic', [], '{"message": "succeeded", "var_dic": "gAR9KIwBeEsFdS4="}'],
  ['get_vars', [['x']], '{"message": "succeeded", "var_dic": "gAR9KIwBeEsFdS4="}'],
  [
    'get_all_var_names_of_type',
    ['numeric'],
    '{"message": "succeeded", "var_names": ["x"]}',
    '{"message": "succeeded", "var_names": "gARdlIwBeGEu"}',
  ],
  [
    'write_var_dic',
    [DICT, 'ipython'],
    '{"message": "success", "skipped": {"DataFrame": "RESERVED"}}',
    '{"message": "succeeded", "skipped": {"DataFrame": "RESERVED"}}',
  ],
  ['set_settings_param', ['theme', 'Dark'], '{"message": "succeeded"}'],
  ['write_p', ['message', FIVE], '{"message": "success"}', '{"message": "succeeded"}'],
  [
    'read_p',
    ['message'],
    `{"message": "${FIVE}"}`,
    '{"message": "a variable named message cannot be read by read_p; use get_vars", ' +
      '"content": "a variable named message cannot be read by read_p; use get_vars", "code": "BAD_PARAMS"}',
  ],
  ['ping', [], '{"message": "succeeded"}'],
];

for (const dialect of ['classic', 'named'] as const) {
  test(`${dialect}: every command of PyMiner is answered to the byte, on one connection`, async (context) => {
    const running = await startHost(context);
    const peer = await running.peer(dialect);
    for (const [method, params, classic, named = classic] of EXCHANGES) {
      peer.request(method, ...params);
      const answer = await peer.take('PMEND');
      const expected = dialect === 'classic' ? classic : named;
      assert.equal(answer, `${expected}PMEND`, `${method}(${JSON.stringify(params)})`);
    }
  });

  test(`${dialect}: settings and style sheet`, async (context) => {
    const peer = await (await startHost(context)).peer(dialect);
    const word = dialect === 'classic' ? 'succeed' : 'succeeded';
    const five = `"work_dir": ${JSON.stringify(process.cwd())}, "main_theme": "#F7F7F7", "margin_theme": "#DADADA", "locale": "en", "theme": "Fusion"`;
    const top = dialect === 'classic' ? '' : `${five}, `;
    assert.equal(await peer.call('get_settings'), `{"message": "${word}", ${top}"settings": {${five}}}`);
    const sheet = await peer.call('get_style_sheet');
    assert.match(sheet, /^\{"style_sheet": "QWidget ?\{/);
    assert.ok(sheet.endsWith(`", "message": "${word}"}`));
  });

  test(`${dialect}: commands of any plugin are answered with their result`, async (context) => {
    const running = await startHost(context);
    running.register({
      name: 'echo',
      params: [{ name: 'value', summary: 'anything', kind: 'value' }],
      handler: async ({ value }: { value: { json(): Uint8Array } }) => ({
        text: Buffer.from(value.json()).toString(),
        message: 'mine',
        nested: new Map([['__proto__', [1.5, null]]]),
        missing: undefined,
      }),
    });
    const peer = await running.peer(dialect);
    peer.send('{"method": "echo", "params": [ 1.0 ]}PMEND');
    assert.equal(
      await peer.packet(),
      '{"message": "succeeded", "text": "1.0", "nested": {"__proto__": [1.5, null]}}',
    );
    peer.send('{"method": "echo", "params": {"value": 18446744073709551616}}PMEND');
    assert.match(await peer.packet(), /"text": "18446744073709551616"/);
    const { methods } = JSON.parse(await peer.call('list_methods'));
    assert.deepEqual(methods.write_p, {
      summary: 'Writes a variable, given as a pickle',
      role: 'write',
      params: [
        { name: 'name', summary: 'The variable.', kind: 'json', required: true, schema: { type: 'string' } },
        { name: 'value', summary: 'The pickle.', kind: 'bytes', required: true },
        {
          name: 'provider',
          summary: 'Who does it, for those who are told.',
          kind: 'json',
          required: false,
          schema: { type: ['string', 'null'], maxLength: 64 },
        },
      ],
    });
  });
}

test('a long connection is answered too, in order, whatever comes in one segment', async (context) => {
  const running = await startHost(context);
  const peer = await running.peer('subscriber');
  const requests = Array.from(
    { length: 200 },
    (_, index) => `{"method": "read_p", "params": ["n${index}"]}PMEND`,
  );
  peer.send(requests.join(' \n'));
  const answers = await peer.packets(200);
  for (const [index, answer] of answers.entries())
    assert.match(answer, new RegExp(`"variable n${index} not found!"`));
});

test('a large answer of classic ends in a tail of its own, and others are served meanwhile', async (context) => {
  const running = await startHost(context);
  const [reader, other] = [await running.peer('classic'), await running.peer('classic')];
  const bytes = Buffer.concat([
    Buffer.from([0x80, 4, 0x42, 0, 0, 0x40, 0]),
    Buffer.alloc(4 * 1024 * 1024, 7),
    Buffer.from('.'),
  ]);
  assert.equal(await other.call('write_p', 'big', bytes.toString('base64')), '{"message": "success"}');
  reader.socket.pause();
  reader.request('read_p', 'big');
  assert.equal(await other.call('ping'), '{"message": "succeeded"}');
  reader.socket.resume();
  const answer = await reader.take('PMEND');
  assert.equal(answer.length % 65536, 0);
  assert.match(answer.slice(-65536), /^ {65531}PMEND$/);
  assert.equal(JSON.parse(answer.slice(0, -5)).big, bytes.toString('base64'));
});
