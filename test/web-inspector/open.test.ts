import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHostProcess } from '../cli/cli-process.ts';
import { runCli, runJson } from '../cli/run-cli.ts';
import { temporaryFolder } from '../core/plugins.ts';

interface Ready {
  readonly addresses: { readonly http: { readonly url: string } };
}

test('the start prints an address that lets a browser in, and open another, with the socket server off too', async (t) => {
  const folder = temporaryFolder(t);
  const host = await startHostProcess(t, folder, ['--json', '--set', 'plugins.socket-server.enabled=false']);
  const { url } = (JSON.parse(host.out) as Ready).addresses.http;
  const status = async (address: string): Promise<number> =>
    (await fetch(address, { redirect: 'manual' })).status;
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/\?ticket=[\w-]{43}$/);
  assert.deepEqual([await status(url), await status(url)], [303, 401]);

  const fresh = await runJson<{ url: string }>(folder, 'open');
  assert.notEqual(fresh.url, url);
  assert.equal(await status(fresh.url), 303);
  const { out } = await runCli(folder, ['open']);
  assert.equal(await status(out.trim()), 303);
  for (const ticket of [url, fresh.url, out.trim()])
    assert.ok(!host.err.includes(ticket.split('=')[1] ?? ''));

  await runCli(folder, ['plugin', 'disable', 'web-inspector']);
  const refused = await runCli(folder, ['open']);
  assert.match(
    refused.err,
    /^PLUGIN_INACTIVE: the host shows no page: headframe plugin enable web-inspector/,
  );
});

test('open says that no host runs', async (t) => {
  const { err } = await runCli(temporaryFolder(t), ['open']);
  assert.match(err, /^NO_HOST: /);
});
