import assert from 'node:assert/strict';
import { chmodSync, chownSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../core/plugins.ts';
import { runCli, runJson } from './run-cli.ts';

type Tokens = Readonly<Record<'read' | 'write' | 'admin', string>>;

const FORM = /^headframe_(read|write|admin)_[A-Za-z0-9_-]{43}$/;

test('the tokens are made when they are first shown, in a file of their own for their owner alone', async (t) => {
  const folder = temporaryFolder(t);
  const { tokens } = await runJson<{ tokens: Tokens }>(folder, 'token', 'show');
  assert.deepEqual(Object.keys(tokens), ['read', 'write', 'admin']);
  for (const [role, token] of Object.entries(tokens)) assert.equal(FORM.exec(token)?.[1], role);
  const file = join(folder, '.headframe', 'token');
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), tokens);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(join(folder, '.headframe')).mode & 0o777, 0o700);
  assert.deepEqual(await runJson(folder, 'token', 'show'), { tokens });
});

test('one role is shown alone, ready for a variable of a shell', async (t) => {
  const folder = temporaryFolder(t);
  const { token } = await runJson<{ token: string }>(folder, 'token', 'show', '--role', 'write');
  assert.deepEqual(await runCli(folder, ['token', 'show', '--role', 'write']), {
    code: 0,
    out: `${token}\n`,
    err: '',
  });
  const { out } = await runCli(folder, ['token', 'show']);
  assert.match(
    out,
    /^ROLE +TOKEN\nread +headframe_read_\S+\nwrite +headframe_write_\S+\nadmin +headframe_admin_\S+\n$/,
  );
  assert.equal((await runCli(folder, ['token', 'show', '--role', 'root'])).code, 2);
});

test('a rotation changes what it is asked to, and prints no token', async (t) => {
  const folder = temporaryFolder(t);
  const shown = async (): Promise<Tokens> =>
    (await runJson<{ tokens: Tokens }>(folder, 'token', 'show')).tokens;
  const before = await shown();
  const one = await runCli(folder, ['token', 'rotate', '--role', 'read']);
  const between = await shown();
  assert.notEqual(between.read, before.read);
  assert.deepEqual({ ...between, read: '' }, { ...before, read: '' });
  const all = await runCli(folder, ['token', 'rotate', '--json']);
  const after = await shown();
  for (const role of ['read', 'write', 'admin'] as const) assert.notEqual(after[role], between[role]);
  assert.deepEqual(JSON.parse(all.out).rotated, ['read', 'write', 'admin']);
  for (const { code, out, err } of [one, all]) {
    assert.equal(code, 0);
    assert.ok(!`${out}${err}`.includes('headframe_'), out);
  }
});

test('two rotations at the same time both count', async (t) => {
  const folder = temporaryFolder(t);
  const { tokens: before } = await runJson<{ tokens: Tokens }>(folder, 'token', 'show');
  const roles = ['read', 'write', 'admin'] as const;
  const runs = await Promise.all(roles.map((role) => runCli(folder, ['token', 'rotate', '--role', role])));
  assert.deepEqual(
    runs.map(({ code }) => code),
    [0, 0, 0],
  );
  const { tokens: after } = await runJson<{ tokens: Tokens }>(folder, 'token', 'show');
  for (const role of roles) assert.notEqual(after[role], before[role], role);
});

test('a file that cannot be trusted is neither read nor written over', async (t) => {
  const folder = temporaryFolder(t);
  await runCli(folder, ['token', 'show']);
  const file = join(folder, '.headframe', 'token');
  const content = readFileSync(file, 'utf8');
  const other = join(folder, 'elsewhere');
  writeFileSync(other, content, { mode: 0o600 });
  const faults: readonly (readonly [reason: RegExp, make: () => void])[] = [
    [/its mode is 640, not 600/, () => chmodSync(file, 0o640)],
    [/it holds no token for each role/, () => replace(file, '{"read": "x"}')],
    [/it holds no token for each role/, () => replace(file, 'null')],
    [/it holds no token for each role/, () => replace(file, content.replaceAll('_admin_', '_write_'))],
    // Only root may give a file away.
    ...(process.getuid?.() === 0
      ? ([[/it belongs to another user/, () => chownSync(file, 65_534, 65_534)]] as const)
      : []),
    [/it has 5000 bytes/, () => replace(file, ' '.repeat(5000))],
    [
      /it is a link/,
      () => {
        rmSync(file);
        symlinkSync(other, file);
      },
    ],
  ];
  for (const [reason, make] of faults) {
    make();
    for (const verb of ['show', 'rotate']) {
      const { code, out, err } = await runCli(folder, ['token', verb]);
      assert.equal(code, 78, `${reason} ${verb}`);
      assert.match(err, /^TOKEN_FILE_UNSAFE: /);
      assert.match(err, reason);
      assert.ok(!`${out}${err}`.includes('headframe_'), err);
    }
    rmSync(file);
    replace(file, content);
  }
  assert.equal(readFileSync(other, 'utf8'), content);
});

function replace(file: string, content: string): void {
  writeFileSync(file, content, { mode: 0o600 });
}
