import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testSeed } from '../seed.ts';
import { isLinearizable, type Observed, type RegisterOperation } from '../workspace/linearizability.ts';
import { seeded } from '../workspace/seeded.ts';
import type { Peer } from './peer.ts';
import { startHost } from './running-host.ts';

const CLIENTS = 10;
const ROUNDS = 40;

interface Answer {
  readonly message: string;
  readonly code?: string;
  readonly value?: string;
  readonly revision?: number;
  readonly steps?: number;
}

/** Sends a request on a long connection and gives its answer; broadcasts before it are passed over. */
async function ask(peer: Peer, method: string, ...params: unknown[]): Promise<Answer> {
  peer.request(method, ...params);
  for (;;) {
    const answer = JSON.parse(await peer.packet());
    if (answer.name === 'broadcast') continue;
    const allowed = [undefined, 'NOT_FOUND', 'CONFLICT', 'LOCKED'];
    assert.ok(allowed.includes(answer.code), JSON.stringify(answer));
    return answer;
  }
}

/** What a client does; nothing when another's lock kept it from doing it. */
type Action = (peer: Peer, value: string) => Promise<RegisterOperation | undefined>;

const ACTIONS: readonly Action[] = [
  async (peer) => {
    const { value } = await ask(peer, 'get_var', 'x');
    return { do: 'read', value };
  },
  async (peer, value) => {
    const { code } = await ask(peer, 'set_var', 'x', value);
    return code === undefined ? { do: 'write', value } : undefined;
  },
  async (peer) => {
    const { code } = await ask(peer, 'delete_variables', ['x']);
    return code === 'LOCKED' ? undefined : { do: 'delete', found: code === undefined };
  },
  async (peer) => {
    const { code, steps = 0 } = await ask(peer, 'undo', 'x');
    return code === 'LOCKED' ? undefined : { do: 'undo', steps };
  },
  async (peer, value) => {
    const { value: expected, revision = 0 } = await ask(peer, 'get_var', 'x');
    const { code } = await ask(peer, 'set_var', 'x', value, 'client', 'json', revision);
    return code === undefined
      ? { do: 'swap', expected, value, swapped: true }
      : { do: 'read', value: expected };
  },
  // Under a lock, reading and writing are one step, without any revision.
  async (peer, value) => {
    if ((await ask(peer, 'lock', 'x')).code !== undefined) return undefined;
    const { value: expected } = await ask(peer, 'get_var', 'x');
    assert.equal((await ask(peer, 'set_var', 'x', value)).code, undefined, 'it holds the lock');
    await ask(peer, 'unlock', 'x');
    return { do: 'swap', expected, value, swapped: true };
  },
];

test('what 10 clients of both dialects do at once with one variable is linearizable', async (context) => {
  const running = await startHost(context);
  const seed = testSeed();
  context.diagnostic(`HEADFRAME_SEED=${seed}`);
  const random = seeded(seed);
  const peers: Peer[] = [];
  for (let index = 0; index < CLIENTS; index += 1) {
    const peer = await running.peer(index % 2 ? 'subscriber' : 'connect');
    if (index % 2 === 0) {
      peer.send(`{"method": "start_long_connection", "name": "client ${index}", "params": []}PMEND`);
      assert.equal(JSON.parse(await peer.packet()).message, 'succeeded');
    }
    peers.push(peer);
  }
  let clock = 0;
  let written = 0;
  let done = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const history: Observed[] = [];
    const act = async (peer: Peer): Promise<void> => {
      for (let count = 0; count < 2; count += 1) {
        const action = ACTIONS[Math.floor(random() * ACTIONS.length)];
        assert.ok(action);
        const called = ++clock;
        const operation = await action(peer, String(++written));
        if (operation) history.push({ called, returned: ++clock, operation });
      }
    };
    await Promise.all(peers.map(act));
    assert.ok(isLinearizable(history), `HEADFRAME_SEED=${seed}, round ${round}: ${JSON.stringify(history)}`);
    done += history.length;
    const [first] = peers;
    assert.ok(first);
    await ask(first, 'delete_variables', ['x']);
  }
  assert.ok(done > (ROUNDS * CLIENTS * 2) / 2, 'locks did not keep most from doing anything');
});
