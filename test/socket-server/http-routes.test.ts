import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePickle, PyGlobal, pyTuple, readVarDict } from '../../codec/index.ts';
import { createTestHost } from '../../core/testing.ts';
import { temporaryFolder, writePlugin } from '../core/plugins.ts';
import { get, type HttpHost, message, messageOfPickles } from './http-peer.ts';
import { startHost } from './running-host.ts';

const ON = { http: true, httpPort: 0 };

/** The values that a body carries, by name. */
function valuesOf(body: string): Record<string, unknown> {
  return Object.fromEntries([...picklesOf(body)].map(([name, pickle]) => [name, decodePickle(pickle)]));
}

function picklesOf(body: string): Map<string, Uint8Array> {
  const { content, status } = JSON.parse(Buffer.from(body, 'base64').toString());
  assert.equal(status, 'succeeded');
  return new Map([...readVarDict(Buffer.from(content, 'base64'))].map(([name, { data }]) => [name, data]));
}

async function values(running: HttpHost, target: string): Promise<Record<string, unknown>> {
  const { status, body } = await get(running, 'variables', target);
  assert.equal(status, 200, body);
  return valuesOf(body);
}

test('what one dialect writes the other reads, and subscribers of every dialect are told', async (context) => {
  const running = await startHost(context, ON);
  const subscriber = await running.peer('subscriber');
  const { body } = await get(running, 'variables', `/set_data?msg=${message({ x: [1, 2.5], y: 'z' })}`);
  assert.equal(body, 'set succeeded!');
  const told = (await subscriber.packets(2)).map((packet) => JSON.parse(packet));
  assert.deepEqual(
    told.map(({ data_name, data_source }) => [data_name, data_source]),
    [
      ['x', 'external'],
      ['y', 'external'],
    ],
  );
  const classic = await running.peer('classic');
  assert.deepEqual(JSON.parse(await classic.call('get_var', 'x')).value, [1, 2.5]);
  const named = await running.peer('named');
  await named.call('set_var', 'from_named', { a: 1 }, 'me', 'json');
  assert.deepEqual(await values(running, `get_data?msg=${message({ var_names: ['from_named'] })}`), {
    from_named: new Map([['a', 1]]),
  });
});

test('a client of Python 3.7 gets pickles that declare no more than protocol 4', async (context) => {
  const running = await startHost(context, ON);
  const five = Buffer.from('\x80\x05K\x07.', 'latin1');
  await get(running, 'variables', `/set_data?msg=${messageOfPickles([['x', five]])}`);
  const read = async (parameters: string) => {
    const { body } = await get(
      running,
      'variables',
      `/get_data?msg=${message({ var_names: ['x'] })}${parameters}`,
    );
    return Buffer.from(picklesOf(body).get('x') ?? []).toString('latin1');
  };
  assert.equal(await read('&protocol=4'), '\x80\x04K\x07.');
  assert.equal(await read('&protocol=5'), '\x80\x05K\x07.');
  assert.equal(await read(''), '\x80\x05K\x07.');
});

test('what cannot be written is named, and the rest is written', async (context) => {
  const running = await startHost(context, ON);
  const pickles = [
    ['good', Buffer.from('I1\n.')],
    ['1bad', Buffer.from('I1\n.')],
    ['Type', Buffer.from('I1\n.')],
    ['broken', Buffer.from('\x80\x04(.')],
  ] as const;
  const { status, body } = await get(running, 'variables', `/set_data?msg=${messageOfPickles(pickles)}`);
  assert.equal(status, 400);
  assert.equal(body, 'Failed: all were set but for broken (BAD_PICKLE), 1bad (BAD_NAME), Type (RESERVED)');
  const { var_names: names } = await values(running, `/get_var_names?msg=${message({ type_filter: '' })}`);
  assert.ok(
    Array.isArray(names) && names.includes('good') && !names.includes('1bad') && !names.includes('Type'),
  );
});

test('descriptions are PyMiner’s own, and hold nothing that has to be imported but their class', async (context) => {
  const running = await startHost(context, ON);
  await get(
    running,
    'variables',
    `/set_data?msg=${message({ n: 1, t: 'a'.repeat(3000), p: new Float64Array(6) })}`,
  );
  const { body } = await get(running, 'variables', '/get_data_descs?msg=');
  const descs = valuesOf(body).data_descs as ReadonlyMap<
    string,
    { path: string; state: ReadonlyMap<string, unknown> }
  >;
  assert.deepEqual([...descs.keys()], ['n', 't', 'p']);
  const states = [...descs.values()].map(({ path, state }) => {
    assert.equal(path, 'lib.comm.base.datadesc.DataDesc');
    return Object.fromEntries(state);
  });
  const [number, text, array] = states;
  assert.deepEqual(number, {
    cls: new PyGlobal('builtins', 'int'),
    type: 'int',
    size: 1,
    repr_value: '1',
    big: false,
  });
  assert.equal(text?.size, 3000);
  assert.deepEqual([array?.cls, array?.type, array?.size], [null, 'numpy.ndarray', pyTuple([6])]);
});

test('settings, calls and memory that is not shared: every failure has its status and its reason', async (context) => {
  const running = await startHost(context, ON);
  const call = (values: Readonly<Record<string, unknown>>, parameters = '') =>
    `interface_call?msg=${message(values)}${parameters}`;
  const address = { interface: 'socket-server', method: 'address', kwargs: {} };
  const cases: readonly (readonly [
    'host' | 'variables',
    target: string,
    status: number,
    body: RegExp,
    error: RegExp | null,
  ])[] = [
    ['host', 'get_settings', 200, /^\{"work_dir": /, null],
    ['host', '/modify_settings?msg=', 400, /^Failed!$/, /^BAD_PARAMS: /],
    ['host', `modify_settings?msg=${message({ nope: 1 })}`, 400, /^Failed!$/, /^SETTING_UNKNOWN: /],
    ['host', `modify_settings?msg=${message({ theme: 1 })}`, 400, /^Failed!$/, /^SETTING_INVALID: /],
    ['host', call(address), 200, /^Succeeded!$/, null],
    ['host', call({ ...address, kwargs: 1 }), 400, /^Failed!$/, /kwargs must be a dict/],
    ['host', call({ ...address, method: 1 }), 400, /^Failed!$/, /method must be a text/],
    [
      'host',
      call({ interface: 'socket-server', method: 'address' }),
      400,
      /^Failed!$/,
      /the message has no kwargs/,
    ],
    ['host', call({ ...address, interface: 'nobody' }), 404, /^Failed!$/, /^UNKNOWN_PLUGIN: /],
    [
      'host',
      call({ ...address, method: 'constructor' }, '&request_ret=True'),
      403,
      /^No Attribute constructor$/,
      /^NOT_REMOTE: /,
    ],
    ['host', 'exec_command', 404, /^Failed: there is no "exec_command" here$/, /^BAD_HTTP: /],
    ['host', '/get_data', 404, /^Failed: there is no/, /^BAD_HTTP: /],
    ['host', '', 404, /^Failed: there is no "" here/, /^BAD_HTTP: /],
    ['variables', 'exec_command', 404, /^Failed: there is no/, /^BAD_HTTP: /],
    ['variables', '//get_data', 404, /^Failed: there is no/, /^BAD_HTTP: /],
    ['variables', 'modify_settings', 404, /^Failed: there is no/, /^BAD_HTTP: /],
    ['variables', `/get_data?msg=${message({ var_names: 'x' })}`, 400, /list of texts/, /^BAD_PARAMS: /],
    [
      'variables',
      `/get_var_names?msg=${message({ type_filter: 'nope' })}`,
      400,
      /type_filter is one of/,
      /^BAD_PARAMS: /,
    ],
    ['variables', `/get_data?msg=${'A'.repeat(2 ** 21 + 4)}`, 413, /2097152 are allowed/, /^TOO_LARGE: /],
    ['variables', '/start_share_variables?msg=x', 501, /^Failed: memory is not shared/, null],
    ['variables', '/set_variables_shared?msg=psm_1', 501, /^Failed: memory is not shared/, null],
    ['variables', `/end_share_variables?msg=${'<b>\x00'}`, 404, /^Failed\.shm <b>\? not exist\.$/, null],
  ];
  for (const [port, target, status, body, error] of cases) {
    const answer = await get(running, port, target);
    assert.equal(answer.status, status, `${target.slice(0, 60)}: ${answer.body}`);
    assert.match(answer.body, body);
    const shown = answer.headers.get('x-headframe-error');
    if (error) assert.match(shown ?? '', error);
    else assert.equal(shown, undefined, target.slice(0, 60));
    assert.equal(answer.headers.get('connection'), 'close');
    assert.equal(Number(answer.headers.get('content-length')), Buffer.byteLength(answer.body, 'latin1'));
  }
});

const PLUGIN = `import { BaseExtension, BaseInterface, HeadframeError } from 'headframe';
export class Interface extends BaseInterface<Extension> {
  static override readonly remote = ['echo', 'count', 'bytes', 'fails'];
  echo(given: unknown): unknown { return given; }
  count(...given: unknown[]): number { return given.length; }
  bytes(): Uint8Array { return Buffer.from('bytes'); }
  fails(): void { throw new HeadframeError('BAD_ARGUMENT', 'not like that'); }
}
export class Extension extends BaseExtension<Interface> {}
`;

test('a method gets its keyword arguments as one object, and gives values of every kind back', async (context) => {
  const running = await createTestHost({
    plugins: [
      'workspace',
      'settings',
      'socket-server',
      writePlugin(temporaryFolder(context), 'called', PLUGIN),
    ],
    settings: { 'socket-server': { port: 0, ...ON } },
  });
  context.after(() => running.stop());
  const call = async (method: string, kwargs: object) => {
    const given = message({ interface: 'called', method, kwargs });
    return get(running, 'host', `interface_call?msg=${given}&request_ret=True`);
  };
  const response = async (method: string, kwargs: object) =>
    valuesOf((await call(method, kwargs)).body).response;
  assert.deepEqual(
    await response('echo', { a: [1, 2.5, null], b: { c: 'd' }, __proto__: null }),
    new Map<string, unknown>([
      ['a', [1, 2.5, null]],
      ['b', new Map([['c', 'd']])],
    ]),
  );
  assert.equal(await response('count', { a: 1 }), 1);
  assert.equal(await response('count', {}), 0);
  assert.deepEqual(await response('bytes', {}), new Uint8Array(Buffer.from('bytes')));
  const { status, body, headers } = await call('fails', {});
  assert.deepEqual(
    [status, body, headers.get('x-headframe-error')],
    [400, 'Failed!', 'BAD_ARGUMENT: not like that'],
  );
});

test('variables by type, their previews, and their deletion', async (context) => {
  const running = await startHost(context, ON);
  await get(running, 'variables', `/set_data?msg=${message({ n: 1, t: 'abc', a: new Float64Array(3) })}`);
  const named = async (type: string): Promise<unknown> =>
    (await values(running, `/get_var_names?msg=${message({ type_filter: type })}`)).var_names;
  assert.deepEqual(
    [await named('numeric'), await named('string'), await named('array')],
    [['n'], ['t'], ['a']],
  );
  const asked = `/get_data?msg=${message({ var_names: ['n', 't', 'nobody'], preview: true })}`;
  assert.deepEqual(await values(running, asked), { n: '1', t: "'abc'", nobody: null });
  const { body } = await get(
    running,
    'variables',
    `/delete_variables?msg=${message({ var_names: ['n', 't'] })}`,
  );
  assert.equal(body, 'succeeded!');
  assert.deepEqual(await values(running, `/get_data?msg=${message({ var_names: ['n'] })}`), { n: null });
});

test('the style sheet is text; descriptions of variables are checked, and nothing is kept of them', async (context) => {
  const running = await startHost(context, ON);
  const classic = await running.peer('classic');
  const { style_sheet: sheet } = JSON.parse(await classic.call('get_style_sheet'));
  const { status, body } = await get(running, 'host', 'get_stylesheet');
  assert.deepEqual([status, body], [200, sheet]);
  const described = await get(running, 'host', `set_data?msg=${message({ x: 1 })}`);
  assert.equal(described.status, 400);
  const { status: failed, error } = JSON.parse(described.body);
  assert.equal(failed, 'failed');
  assert.match(error, /^Data dict value should be instance of DataDesc\.However you sent key:x,value:1$/);
  const none = await get(running, 'host', `set_data?msg=${message({})}`);
  assert.deepEqual(JSON.parse(none.body), { status: 'succeeded' });
});
