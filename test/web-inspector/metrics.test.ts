import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensureTokens } from '../../core/index.ts';
import { formatMetrics } from '../../plugins/web-inspector/metrics/open-metrics.ts';
import { startPageHost } from '../browser/page-host.ts';
import { ask } from './browser-request.ts';
import { openWebPeer } from './web-peer.ts';

test('metrics are written as OpenMetrics has them', () => {
  const text = formatMetrics([
    { type: 'counter', name: 'a_calls', help: 'Calls of "a"\n\\.', samples: [{ value: 3 }] },
    {
      type: 'gauge',
      name: 'b',
      help: 'B.',
      samples: [{ labels: { name: 'x"\\\ny', other: '1' }, value: 0.5 }],
    },
    { type: 'info', name: 'c', help: 'C.', samples: [{ labels: { version: '1' }, value: 1 }] },
  ]);
  assert.equal(
    text,
    `# TYPE a_calls counter
# HELP a_calls Calls of \\"a\\"\\n\\\\.
a_calls_total 3
# TYPE b gauge
# HELP b B.
b{name="x\\"\\\\\\ny",other="1"} 0.5
# TYPE c info
# HELP c C.
c_info{version="1"} 1
# EOF
`,
  );
});

test('the host tells a reader its figures, those of the socket server while it is on', async (t) => {
  const host = await startPageHost(t);
  const { read } = await ensureTokens(host.host.configuration.dataDir);
  const { peer } = await openWebPeer(t, host);
  await peer.hello({ token: read });
  await assert.rejects(peer.call('get_metadata', { name: 'nobody' }), { code: 'NOT_FOUND' });
  const scrape = async (): Promise<Map<string, string>> => {
    const { text, headers } = await ask(host, '/metrics', { headers: { Authorization: `Bearer ${read}` } });
    assert.equal(headers['content-type'], 'application/openmetrics-text; version=1.0.0; charset=utf-8');
    assert.match(text, /\n# EOF\n$/);
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const samples = new Map(
      lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), line.slice(line.lastIndexOf(' ') + 1)]),
    );
    assert.equal(samples.size, lines.length, 'each sample is there once');
    return samples;
  };
  const samples = await scrape();
  const expected = {
    'headframe_plugin_active{plugin="web-inspector",state="active"}': '1',
    'headframe_command_calls_total{command="get_metadata"}': '1',
    'headframe_command_errors_total{command="get_metadata"}': '1',
    'headframe_server_clients{plugin="web-inspector"}': '1',
    'headframe_server_clients{plugin="socket-server"}': '0',
    'headframe_server_failures_total{plugin="web-inspector",code="NOT_FOUND"}': '1',
    'headframe_server_slow_readers_total{plugin="socket-server"}': '0',
    headframe_workspace_variables: '0',
    headframe_workspace_revision: '0',
  };
  assert.deepEqual(
    Object.fromEntries(Object.keys(expected).map((name) => [name, samples.get(name)])),
    expected,
  );
  for (const name of ['process_cpu_seconds_total', 'process_resident_memory_bytes'])
    assert.ok(Number(samples.get(name)) > 0);
  assert.ok(samples.has('headframe_event_loop_delay_seconds{quantile="0.99"}'));

  await host.host.disable('socket-server');
  const without = await scrape();
  assert.equal(without.get('headframe_plugin_active{plugin="socket-server",state="disabled"}'), '0');
  assert.ok(!without.has('headframe_server_clients{plugin="socket-server"}'));
});
