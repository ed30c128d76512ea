import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Client, connect } from '../../clients/node/index.ts';
import { DataFrame, decodeTypedJson, NdArray } from '../../codec/index.ts';
import { pickled } from '../codec/pickled.ts';
import { python } from '../codec/python.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { startHost } from '../socket-server/running-host.ts';
import { type CliResult, runCli } from './run-cli.ts';

/** A host, a client of it, and the command line in a folder of its own. */
interface Setting {
  readonly folder: string;
  readonly client: Client;
  var(...args: string[]): Promise<CliResult>;
}

async function setting(context: TestContext): Promise<Setting> {
  const { port } = await startHost(context);
  const client = await connect(port);
  context.after(() => client.close());
  const folder = temporaryFolder(context);
  const env = { HEADFRAME_PORT: String(port) };
  return { folder, client, var: (...args) => runCli(folder, ['var', ...args], env) };
}

test('set writes JSON, or text when it is none; get prints it', async (context) => {
  const { client, var: run } = await setting(context);
  const set = await run('set', 'x', '{"a": [1, 2.50]}');
  assert.deepEqual([set.code, set.out], [0, 'x is set, revision 1\n'], set.err);
  const got = await run('get', 'x');
  assert.deepEqual([got.code, got.out], [0, '{"a": [1, 2.50]}\n'], got.err);
  assert.equal((await run('get', 'x', '--json')).out, '{"name":"x","value":{"a": [1, 2.50]}}\n');
  await run('set', 'greeting', 'hello there');
  assert.equal(await client.get('greeting'), 'hello there');
  const { out } = await run('set', 'pair', '{"$type": "tuple", "items": [1, 2]}', '--json');
  assert.deepEqual(JSON.parse(out), { name: 'pair', revision: 3 });
  assert.deepEqual(await client.get('pair'), [1, 2]);
});

test('an array that stands beside its document is printed whole', async (context) => {
  const { client, var: run } = await setting(context);
  await client.set('large', new Float64Array(1000).fill(0.5));
  const { out } = await run('get', 'large');
  const value = decodeTypedJson(Buffer.from(out));
  assert.ok(value instanceof NdArray && value.length === 1000 && value.values?.[999] === 0.5);
});

test('ls lists what is there, by name and kind', async (context) => {
  const { client, var: run } = await setting(context);
  await client.setMany({ x: 1, text: 'hello', xs: new Float64Array(3) });
  const { out } = await run('ls');
  assert.match(out, /^NAME +TYPE +SIZE +REVISION +PROVIDER +PREVIEW\n/);
  assert.match(out, /\nxs +numpy\.ndarray float64 \(3\) .*\n/);
  assert.deepEqual(
    out
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(' ')[0]),
    ['x', 'text', 'xs'],
  );
  assert.match((await run('ls', 'x*', '--kind', 'numeric')).out, /\nx [^\n]*\n$/);
  const { variables } = JSON.parse((await run('ls', '--json')).out);
  assert.deepEqual(Object.keys(variables), ['x', 'text', 'xs']);
  assert.equal(variables.text.kind, 'string');
});

test('rm deletes all or none', async (context) => {
  const { client, var: run } = await setting(context);
  await client.setMany({ a: 1, b: 2 });
  const refused = await run('rm', 'a', 'missing');
  assert.equal(refused.code, 1);
  assert.match(refused.err, /^NOT_FOUND: .*missing/);
  assert.deepEqual(await client.names(), ['a', 'b']);
  assert.equal((await run('rm', 'a', 'b')).out, 'deleted: a, b\n');
  assert.deepEqual(await client.names(), []);
});

test('a table goes through CSV, and pandas reads the same', async (context) => {
  const { folder, client, var: run } = await setting(context);
  const csv = 'name,count,weight,good\n"Ada ""L""",1,2.5,True\n"line\nbreak",-2,,False\n';
  writeFileSync(join(folder, 'in.csv'), csv);
  assert.equal((await run('set', 'table', '--input', 'in.csv')).code, 0);
  const frame = await client.get('table', { exact: true });
  assert.ok(frame instanceof DataFrame);
  assert.deepEqual(
    frame.data.map((column) => column instanceof NdArray && column.dtype.name),
    ['object', 'int64', 'float64', 'bool'],
  );
  assert.equal((await run('get', 'table', '--format', 'csv')).out, csv);
  await run('get', 'table', '--output', 'table.pickle');
  const check = 'import pickle, sys; print(pickle.load(open(sys.argv[1], "rb")).to_csv(index=False), end="")';
  assert.equal(await python(['-c', check, join(folder, 'table.pickle')]), csv);
});

test('what pandas made is written as CSV: its index, categories, dates, and what is missing', async (context) => {
  const { client, var: run } = await setting(context);
  const expression = `pd.DataFrame({
    'kind': pd.Categorical(['a', None, 'b']), 'whole': pd.array([1, None, 3], dtype='Int64'),
    'when': pd.to_datetime(['2026-02-28', None, '2026-03-01T12:00:00']), 'ratio': [0.5, float('nan'), 2.0],
  }, index=pd.Index(['x', 'y', 'z'], name='key'))`;
  await client.setRaw('frame', { method: 'pickle', document: pickled(expression), buffers: [] });
  assert.equal(
    (await run('get', 'frame', '-f', 'csv')).out,
    'key,kind,whole,when,ratio\nx,a,1,2026-02-28T00:00:00.000Z,0.5\ny,,,,\nz,b,3,2026-03-01T12:00:00.000Z,2\n',
  );
  await client.setRaw('grid', {
    method: 'pickle',
    document: pickled('np.asfortranarray([[1, 2], [3, 4]])'),
    buffers: [],
  });
  assert.equal((await run('get', 'grid', '-f', 'csv')).out, '0,1\n1,2\n3,4\n');
});

test('arrays go through NPY, and numpy reads the same', async (context) => {
  const { folder, client, var: run } = await setting(context);
  const make =
    'import numpy as np, sys; np.save(sys.argv[1], np.asfortranarray(np.arange(6, dtype=">i2").reshape(2, 3)))';
  await python(['-c', make, join(folder, 'in.npy')]);
  assert.equal((await run('set', 'grid', '-i', 'in.npy')).code, 0);
  const grid = await client.get('grid', { exact: true });
  assert.ok(grid instanceof NdArray && grid.fortran && grid.dtype.text === '>i2');
  assert.deepEqual(grid.shape, [2, 3]);
  const written = await run('get', 'grid', '-o', 'out.npy', '--json');
  assert.deepEqual(JSON.parse(written.out), {
    name: 'grid',
    file: join(folder, 'out.npy'),
    format: 'npy',
    bytes: readFileSync(join(folder, 'out.npy')).length,
  });
  assert.deepEqual(readFileSync(join(folder, 'out.npy')), readFileSync(join(folder, 'in.npy')));
});

test('pickles come and go as they are', async (context) => {
  const { folder, client, var: run } = await setting(context);
  const document = pickled("{'a': (1, 2)}");
  writeFileSync(join(folder, 'in.pkl'), document);
  await run('set', 'p', '-i', 'in.pkl');
  assert.equal((await client.getRaw('p')).method, 'pickle');
  await run('get', 'p', '-o', 'out.pickle');
  assert.deepEqual(readFileSync(join(folder, 'out.pickle')), document);
  assert.match((await run('get', 'p')).out, /"tuple"/);
});

test('what cannot be done is said, with its exit code', async (context) => {
  const { folder, client, var: run } = await setting(context);
  await client.set('x', 1);
  writeFileSync(join(folder, 'bad.csv'), 'a,b\n1\n');
  writeFileSync(join(folder, 'bad.npy'), 'no array');
  writeFileSync(join(folder, 'open.csv'), 'a\n"never closed');
  const cases: [args: string[], code: number, message: RegExp][] = [
    [['get', 'nothing'], 1, /^NOT_FOUND: .*nothing/],
    [['get', 'x', '-f', 'npy'], 2, /^BAD_ARGUMENT: npy is no text/],
    [['get', 'x', '-f', 'csv'], 2, /^BAD_ARGUMENT: only a table/],
    [['get', 'x', '-o', 'x.npy'], 2, /^BAD_ARGUMENT: x is no array/],
    [['get', 'x', '-o', 'x.txt'], 2, /^BAD_ARGUMENT: .*ending; say --format json\|csv\|npy\|pickle/],
    [['get', 'x', '-o', 'missing/x.json'], 1, /^IO_FAILED: .*was not written/],
    [['set', 'x'], 2, /^BAD_ARGUMENT: give either/],
    [['set', 'x', '1', '-i', 'bad.csv'], 2, /^BAD_ARGUMENT: give either/],
    [['set', 'x', '-i', 'missing.json'], 1, /^IO_FAILED: .*cannot be read/],
    [['set', 'x', '-i', 'bad.csv'], 2, /^BAD_ARGUMENT: row 1 has 1 cells where 2 columns/],
    [['set', 'x', '-i', 'open.csv'], 2, /^BAD_ARGUMENT: line 2 of the CSV: a quote is not closed/],
    [['set', 'x', '-i', 'bad.npy'], 2, /^BAD_ARGUMENT: .*does not begin as one/],
    [['set', 'not a name', '1'], 1, /^BAD_NAME: /],
    [['export', 'x.hfv'], 2, /^BAD_ARGUMENT: name the variables/],
    [['import', 'bad.csv'], 2, /^BAD_ARGUMENT: the file is no whole backup: it does not begin as one/],
    [['import', 'missing'], 1, /^IO_FAILED: .*cannot be read/],
    [['watch', '--count', '0'], 2, /whole number/],
    [['ls', '-a', 'nowhere'], 2, /^BAD_ADDRESS: /],
    [['ls', '-a', 'unix:/nowhere.sock'], 69, /^NO_HOST: no host answers: unix:\/nowhere\.sock/],
  ];
  for (const [args, code, message] of cases) {
    const result = await run(...args);
    assert.equal(result.code, code, `${args.join(' ')}: ${result.err}`);
    assert.match(result.err, message);
    assert.equal(result.out, '');
  }
  const { error } = JSON.parse((await run('get', 'nothing', '--json')).out);
  assert.deepEqual([error.code, error.data], ['NOT_FOUND', { name: 'nothing' }]);
});
