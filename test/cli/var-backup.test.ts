import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { connect } from '../../clients/node/index.ts';
import { pickled } from '../codec/pickled.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { startHost } from '../socket-server/running-host.ts';
import { runCli } from './run-cli.ts';

test('what is exported from one host is imported into another, byte for byte', async (context) => {
  const folder = temporaryFolder(context);
  const [from, to] = [await startHost(context), await startHost(context)];
  const run = (port: number, ...args: string[]) => runCli(folder, ['var', ...args, '-a', String(port)]);
  const source = await connect(from.port);
  const target = await connect(to.port);
  context.after(() => Promise.all([source.close(), target.close()]));
  await source.set('plain', { a: [1, 'ä'] }, { info: { unit: 'mm', deep: { ä: [1] } } });
  await source.set('array', new Float64Array(5000).fill(0.25));
  await source.setRaw('pickle', { method: 'pickle', document: pickled('{1: (2, 3)}'), buffers: [] });
  const all = await run(from.port, 'export', '--all', 'all.hfv');
  assert.deepEqual([all.code, all.out], [0, '3 variables are in all.hfv\n'], all.err);
  assert.deepEqual(readdirSync(folder), ['all.hfv'], 'nothing else is left behind');

  assert.equal((await run(to.port, 'import', 'all.hfv')).out, '3 variables imported\n');
  for (const name of ['plain', 'array', 'pickle']) {
    const [{ revision: _, ...one }, { revision: __, ...other }] = [
      await source.getRaw(name),
      await target.getRaw(name),
    ];
    assert.deepEqual(other, one);
  }
  assert.deepEqual((await target.metadata('plain')).info, { unit: 'mm', deep: { ä: [1] } });

  await target.set('plain', 'changed since');
  await target.delete('array');
  const kept = await run(to.port, 'import', 'all.hfv', '--keep', '--json');
  assert.deepEqual(JSON.parse(kept.out), {
    file: join(folder, 'all.hfv'),
    imported: ['array'],
    kept: ['plain', 'pickle'],
  });
  assert.equal(await target.get('plain'), 'changed since');

  const one = await run(from.port, 'export', 'one.hfv', 'plain', '--json');
  assert.deepEqual(JSON.parse(one.out), { file: join(folder, 'one.hfv'), exported: ['plain'] });
  const missing = await run(from.port, 'export', 'two.hfv', 'plain', 'missing');
  assert.equal(missing.code, 1);
  assert.match(missing.err, /^NOT_FOUND/);
  assert.deepEqual(readdirSync(folder).sort(), ['all.hfv', 'one.hfv']);
});

test('a backup that is cut anywhere, or is something else, is refused', async (context) => {
  const folder = temporaryFolder(context);
  const { port } = await startHost(context);
  const run = (...args: string[]) => runCli(folder, ['var', ...args, '-a', String(port)]);
  await run('set', 'x', '[1, 2, 3]');
  await run('export', 'x.hfv', 'x');
  const whole = readFileSync(join(folder, 'x.hfv'));
  await run('rm', 'x');
  for (const length of [0, 5, 11, 13, 31, 40, whole.length - 1]) {
    writeFileSync(join(folder, 'cut.hfv'), whole.subarray(0, length));
    const { code, err } = await run('import', 'cut.hfv');
    assert.equal(code, 2, `cut at ${length}`);
    assert.match(err, /^BAD_ARGUMENT: the file is no whole backup: it ends in the middle/);
  }
  for (const [at, byte] of [
    [0, 0x48],
    [12, 2],
    [13, 5],
    [12, 9],
    [36, 0x20],
  ] as const) {
    const other = Buffer.from(whole);
    other[at] = byte;
    writeFileSync(join(folder, 'other.hfv'), other);
    const { code, err } = await run('import', 'other.hfv');
    assert.equal(code, 2, `byte ${at}: ${err}`);
    assert.match(err, /^BAD_ARGUMENT: /);
  }
  assert.match((await run('ls', '--json')).out, /^\{"variables":\{\}\}$/m);
});
