import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostFor } from './start-host.ts';

function broadcast(message: string, name: string, source: string): string {
  return `{"name": "broadcast", "message": "${message}", "data_name": "${name}", "data_source": "${source}"}`;
}

const EXPECTED = [
  broadcast('data_changed', 'by_short', 'ipython'),
  broadcast('data_changed', 'by_named', 'console'),
  broadcast('data_changed', 'by_long', 'app'),
  broadcast('data_changed', 'by_named_long', 'app2'),
  broadcast('data_changed', 'no_provider', 'server'),
  broadcast('data_changed', 'null_provider', ''),
  broadcast('data_changed', '\\u53d8\\u91cf', 'a\\"b\\\\c'),
  broadcast('data_changed', 'by_short', 'ipython'),
  broadcast('data_changed', 'd1', 'ipython'),
  broadcast('data_changed', 'd2', 'ipython'),
  broadcast('data_changed', 'd3', 'ipython'),
  broadcast('data_deleted', 'd2', 'me'),
  broadcast('data_changed', '\\u0050MEND', '\\u0050MEND'),
  broadcast('data_changed', 'last', 'server'),
];

test('long connections of both dialects see every change, exactly, in order, and no value', async (context) => {
  const host = await hostFor(context, { settings: { heartbeatSeconds: 0.5 } });
  const received = await host.python<Record<string, string[]>>('broadcasts.py');
  assert.deepEqual(Object.keys(received), ['classic_1', 'classic_2', 'named_1', 'named_2']);
  for (const [watcher, messages] of Object.entries(received)) assert.deepEqual(messages, EXPECTED, watcher);
});
