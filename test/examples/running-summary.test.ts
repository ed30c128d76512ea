import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { encodePickle } from '../../codec/index.ts';
import { Host } from '../../core/index.ts';
import { createRecordingLogger, pluginOf, temporaryFolder } from '../core/plugins.ts';
import { Peer } from '../socket-server/peer.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));
const PORT = ['plugins', 'socket-server', 'settings', 'port'];
/** It requires the workspace, too. */
const INSPECTOR = ['plugins', 'web-inspector', 'enabled'];

async function startHost(t: import('node:test').TestContext): Promise<Host> {
  const overrides = [
    { path: PORT, value: 0 },
    { path: INSPECTOR, value: false },
  ];
  const options = {
    cwd: temporaryFolder(t),
    env: {},
    logger: createRecordingLogger(),
    pluginDirs: [EXAMPLES],
  };
  const host = await Host.create({ ...options, overrides });
  t.after(() => host.stop());
  await host.start();
  return host;
}

async function connect(t: import('node:test').TestContext, host: Host): Promise<Peer> {
  const peer = await Peer.classic(Number(host.inspect().addresses.tcp?.port));
  t.after(() => peer.destroy());
  return peer;
}

/** A value as PyMiner's clients send it: a pickle as base64. */
function pickled(value: unknown): string {
  return Buffer.from(encodePickle(value)).toString('base64');
}

test('summarises what a client sets, and answers a command of its own', async (t) => {
  const host = await startHost(t);
  const peer = await connect(t, host);
  for (const value of [4, 1, 7]) await peer.call('write_p', 'x', pickled(value));
  await peer.call('write_p', 'text', pickled('no number'));
  const answer = JSON.parse(await peer.call('get_summary', 'x'));
  assert.deepEqual(answer, { message: 'succeeded', summary: { count: 3, mean: 4, min: 1, max: 7 } });
  assert.deepEqual(JSON.parse(await peer.call('get_summary', 'text')).summary, null);
  await peer.call('delete_variable', 'x');
  assert.deepEqual(JSON.parse(await peer.call('get_summary', 'x')).summary, null);
});

test('requires neither partner: each may go and come back', async (t) => {
  const host = await startHost(t);
  await host.disable('socket-server');
  assert.equal(pluginOf(host, 'running-summary').state, 'active');
  await host.disable('workspace');
  await host.enable('workspace');
  await host.enable('socket-server');
  const peer = await connect(t, host);
  await peer.call('write_p', 'y', pickled(2.5));
  assert.equal(JSON.parse(await peer.call('get_summary', 'y')).summary.mean, 2.5);
});
