import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { connect } from '../../clients/node/index.ts';
import { startHostProcess } from '../cli/cli-process.ts';
import { runCli } from '../cli/run-cli.ts';
import { temporaryFolder, writeFiles } from '../core/plugins.ts';
import { remoteAddress } from '../socket-server/remote.ts';
import { filesOf, readPage } from './files.ts';
import { installHeadframe } from './install-headframe.ts';
import { type ProgramResult, runProgram } from './run-program.ts';

const BLOCKS = readPage('remote');

/** A reader's folder with the document's files. */
async function write(t: TestContext): Promise<string> {
  const folder = temporaryFolder(t);
  await installHeadframe(folder);
  const files = filesOf(BLOCKS);
  assert.deepEqual(Object.keys(files), [
    'headframe.config.jsonc',
    'share.ts',
    'tls.config.jsonc',
    'shared.config.jsonc',
  ]);
  writeFiles(folder, files);
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

function share(folder: string, token: string): Promise<ProgramResult> {
  const environment = { HEADFRAME_TOKEN: token, HOST_ADDRESS: addressOf(folder) };
  return runProgram(folder, readFileSync(join(folder, 'share.ts'), 'utf8'), environment);
}

test('from another machine: a token lets in, another one does not, and a rotation ends it', async (t) => {
  const folder = await write(t);
  await startHostProcess(t, folder);
  const token = await headframe(folder, 'token show');
  assert.match(token, /^headframe_write_/);
  const { stdout, stderr: trouble } = await share(folder, token);
  assert.deepEqual([stdout, trouble], ['[ 1, 2, 3 ]\n', '']);
  await headframe(folder, 'token rotate');
  const { code, stderr } = await share(folder, token);
  assert.equal(code, 1);
  assert.match(stderr, /UNAUTHENTICATED/);
  assert.equal((await share(folder, await headframe(folder, 'token show'))).code, 0);
});

test('with the certificate: unencrypted nobody gets in from another machine', async (t) => {
  const folder = await write(t);
  const [program = '', ...args] = command('openssl');
  execFileSync(program, args, { cwd: folder, stdio: 'pipe' });
  await startHostProcess(t, folder, ['--config', 'tls.config.jsonc']);
  const { code, stderr } = await share(folder, await headframe(folder, 'token show'));
  assert.equal(code, 1);
  assert.match(stderr, /wants clients of other machines to use TLS/);
});

test('on a shared machine: who can read the data folder gets in, and nobody else', async (t) => {
  const folder = await write(t);
  await startHostProcess(t, folder, ['--config', 'shared.config.jsonc']);
  const own = await connect(undefined, { dataDir: join(folder, '.headframe') });
  await own.set('x', 1);
  await own.close();
  const { port } = JSON.parse(readFileSync(join(folder, '.headframe', 'runtime.json'), 'utf8')).addresses.tcp;
  await assert.rejects(connect(port, { reconnect: false }), { code: 'UNAUTHENTICATED' });
});
