import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { NOTIFICATION, OPERATION } from '../../codec/frame/index.ts';
import { ensureTokens, type Tokens } from '../../core/index.ts';
import { startHostProcess } from '../cli/cli-process.ts';
import { runCli } from '../cli/run-cli.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { FramedPeer } from './framed-peer.ts';
import { Peer } from './peer.ts';

const SETTINGS = ['--set', 'log.level="trace"', '--set', 'socket-server.requireToken=true'];

/** The random part of each token. */
function secretsOf(tokens: Tokens): string[] {
  return Object.values(tokens).map((token) => token.slice(-43));
}

test('a token is said nowhere but where it is asked for: no log, no answer, no file, no configuration has it', async (t) => {
  const folder = temporaryFolder(t);
  const dataDir = join(folder, '.headframe');
  const ready = join(folder, 'ready.json');
  const host = await startHostProcess(t, folder, [...SETTINGS, '--ready-file', ready]);
  const { tcp, unix } = JSON.parse(readFileSync(join(dataDir, 'runtime.json'), 'utf8')).addresses;
  const before = await ensureTokens(dataDir);
  const shown: string[] = [];

  const connect = async (): Promise<FramedPeer> => {
    const peer = await FramedPeer.connect({ path: unix.path });
    t.after(() => peer.destroy());
    return peer;
  };
  const enter = async (token: string): Promise<FramedPeer> => {
    const peer = await connect();
    const end = await peer.hello({ token }).catch((error: Error) => ({ ...error, text: error.message }));
    shown.push(JSON.stringify(end));
    return peer;
  };
  const admin = await enter(before.admin);
  for (const method of ['server_info', 'list_methods', 'get_settings'])
    shown.push(JSON.stringify(await admin.call(method)));
  for (const method of ['no_such_method', 'ping', 'hello'])
    shown.push(await admin.call(method, { token: before.write }).then(JSON.stringify, String));
  for (const token of [before.admin.slice(0, -1), `${before.write}x`, `${before.read} `.repeat(30)])
    await enter(token);
  const broken = await connect();
  const meta = Buffer.from(`{"method": "hello", "params": {"token": "${before.admin}" x}}`);
  shown.push((await broken.answer(broken.request(OPERATION.command, { meta }))).meta.toString());
  const text = await Peer.connect(tcp.port);
  text.send(`{"method": "request_data", "name": "${before.read}"}`);
  shown.push(await text.packet());
  text.destroy();

  for (const command of [
    'token rotate',
    'config print --json',
    'config print --sources',
    'status',
    'doctor',
  ]) {
    const { out, err } = await runCli(folder, command.split(' '));
    shown.push(out, err);
  }
  const { json } = await admin.notification(NOTIFICATION.goAway);
  shown.push(JSON.stringify(json));
  const after = await ensureTokens(dataDir);
  await enter(after.read);
  await enter(before.admin);
  const files = readdirSync(dataDir, { withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { name } of files.filter((entry) => entry.name !== 'token'))
    shown.push(readFileSync(join(dataDir, name), 'latin1'));
  shown.push(readFileSync(ready, 'utf8'));
  host.kill('SIGTERM');
  await host.ended;
  shown.push(host.out, host.err);

  assert.match(host.err, /hello of .* failed: this token is none of the server/, 'the log tells of it all');
  // A part of it would be too much as well.
  for (const secret of [...secretsOf(before), ...secretsOf(after)])
    for (const part of [secret.slice(0, 12), secret.slice(-12)])
      assert.deepEqual(
        shown.filter((one) => one.includes(part)),
        [],
      );
});
