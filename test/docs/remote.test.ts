import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { connect } from '../../clients/node/index.ts';
import { startHostProcess } from '../cli/cli-process.ts';
import { runCli } from '../cli/run-cli.ts';
import { writeFiles } from '../core/plugins.ts';
import { remoteAddress } from '../socket-server/remote.ts';
import { fileOf, readBlocks } from './markdown.ts';

const BLOCKS = readBlocks(readFileSync('docs/how-to/remote.md', 'utf8'));

/** A folder with the document's files, inside the checkout, where `headframe` leads to the sources. */
function write(t: TestContext): string {
  const folder = mkdtempSync(resolve('test/docs/.remote-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const files = BLOCKS.flatMap((block) => {
    const file = fileOf(block);
    return file === undefined ? [] : [[file, block.text] as const];
  });
  assert.deepEqual(
    files.map(([file]) => file),
    ['headframe.config.jsonc', 'share.ts', 'tls.config.jsonc', 'shared.config.jsonc'],
  );
  writeFiles(folder, Object.fromEntries(files));
  return folder;
}

/** A command of the document, as it stands there. */
function command(start: string): string[] {
  const found = BLOCKS.find(({ language, text }) => language === 'sh' && text.startsWith(start));
  assert.ok(found, start);
  return found.text.trim().split(' ');
}

/** What a command of the document prints that begins with `npx headframe`. */
async function headframe(folder: string, start: string): Promise<string> {
  const [, , ...args] = command(`npx headframe ${start}`);
  const { code, out, err } = await runCli(folder, args);
  assert.equal(code, 0, err);
  return out.trim();
}

function addressOf(folder: string): string {
  const { tcp } = JSON.parse(readFileSync(join(folder, '.headframe', 'runtime.json'), 'utf8')).addresses;
  return `${remoteAddress()}:${tcp.port}`;
}

function share(folder: string, token: string): { status: number | null; stdout: string; stderr: string } {
  const { PATH } = process.env;
  const env = { PATH, HEADFRAME_TOKEN: token, HOST_ADDRESS: addressOf(folder) };
  return spawnSync(process.execPath, ['--import', 'tsx', 'share.ts'], { cwd: folder, env, encoding: 'utf8' });
}

test('from another machine: a token lets in, another one does not, and a rotation ends it', async (t) => {
  const folder = write(t);
  await startHostProcess(t, folder);
  const token = await headframe(folder, 'token show');
  assert.match(token, /^headframe_write_/);
  const { stdout, stderr: trouble } = share(folder, token);
  assert.deepEqual([stdout, trouble], ['[ 1, 2, 3 ]\n', '']);
  await headframe(folder, 'token rotate');
  const { status, stderr } = share(folder, token);
  assert.equal(status, 1);
  assert.match(stderr, /UNAUTHENTICATED/);
  assert.equal(share(folder, await headframe(folder, 'token show')).status, 0);
});

test('with the certificate: unencrypted nobody gets in from another machine', async (t) => {
  const folder = write(t);
  const [program = '', ...args] = command('openssl');
  execFileSync(program, args, { cwd: folder, stdio: 'pipe' });
  await startHostProcess(t, folder, ['--config', 'tls.config.jsonc']);
  const { status, stderr } = share(folder, await headframe(folder, 'token show'));
  assert.equal(status, 1);
  assert.match(stderr, /wants clients of other machines to use TLS/);
});

test('on a shared machine: who can read the data folder gets in, and nobody else', async (t) => {
  const folder = write(t);
  await startHostProcess(t, folder, ['--config', 'shared.config.jsonc']);
  const own = await connect(undefined, { dataDir: join(folder, '.headframe') });
  await own.set('x', 1);
  await own.close();
  const { port } = JSON.parse(readFileSync(join(folder, '.headframe', 'runtime.json'), 'utf8')).addresses.tcp;
  await assert.rejects(connect(port, { reconnect: false }), { code: 'UNAUTHENTICATED' });
});
