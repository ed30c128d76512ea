import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { call } from './answers.ts';
import { type HostProcess, hostFor } from './start-host.ts';

let hosts: readonly [HostProcess, HostProcess];

before(async () => {
  hosts = await Promise.all([hostFor({ after }), hostFor({ after })]);
});

test('port 0 gives each host a port of its own, which stands in its ready file', async () => {
  const [first, second] = hosts;
  for (const host of hosts) {
    const { pid, version, addresses, plugins } = host.ready;
    assert.ok(pid > 0);
    assert.match(version, /^\d+\.\d+\.\d+/);
    assert.equal(addresses.tcp.host, '127.0.0.1');
    assert.deepEqual(plugins, {
      ...plugins,
      settings: 'active',
      'socket-server': 'active',
      workspace: 'active',
    });
    const requests = [call('get_all_public_variable_names')];
    const answers = await host.python('send_requests.py', { dialect: 'named', connection: 'each', requests });
    assert.deepEqual(answers, ['{"var_names": [], "message": "succeeded"}']);
  }
  assert.notEqual(first.ready.addresses.tcp.port, second.ready.addresses.tcp.port);
});

test('SIGTERM tells the clients, ends the host with 0, frees the port and removes the ready file', async () => {
  const [host] = hosts;
  const told = await host.python('end_host.py', { pid: host.ready.pid });
  const end = ['{"name": "broadcast", "message": "shut_down"}', 'closed'];
  assert.deepEqual(told, { classic: end, named: end });
  assert.deepEqual(await host.ended, { code: 0, signal: null });
  assert.equal(existsSync(host.readyFile), false);
  const [address, port] = host.address;
  const refused = await new Promise((resolve) => {
    connect(port, address).once('error', resolve).once('connect', resolve);
  });
  assert.equal((refused as NodeJS.ErrnoException).code, 'ECONNREFUSED');
});
