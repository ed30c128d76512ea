import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { Peer } from './peer.ts';

/** What came of writers that increment one variable: its value, and how many writes were refused. */
export interface Increments {
  readonly value: number;
  readonly conflicts: number;
}

/**
 * Lets each of `writers` connections, of both dialects in turn, add one to the same variable `times`
 * times: it reads, and writes what it read plus one only if nobody has written meanwhile.
 */
export async function incrementOverSockets(
  port: number,
  writers: number,
  times: number,
): Promise<Increments> {
  const first = await Peer.classic(port);
  assert.equal(JSON.parse(await first.call('set_var', 'n', 0)).message, 'succeeded');
  first.destroy();
  const peers = await Promise.all(
    Array.from({ length: writers }, (_, index) => (index % 2 ? Peer.named(port) : Peer.classic(port))),
  );
  const conflicts = await Promise.all(peers.map((peer) => incrementAlone(peer, times)));
  // One of its own: the server lets go of connections that were silent for long.
  const last = await Peer.classic(port);
  const { value } = JSON.parse(await last.call('get_var', 'n'));
  for (const peer of [last, ...peers]) peer.destroy();
  return { value, conflicts: conflicts.reduce((sum, count) => sum + count, 0) };
}

/** For how many turns of the event loop a writer keeps away at most: after one conflict, and after many in a row. */
const FEW_TURNS = 32;
const MANY_TURNS = 256;

async function incrementAlone(peer: Peer, times: number): Promise<number> {
  let [conflicts, most] = [0, FEW_TURNS];
  for (let done = 0; done < times; ) {
    const { value, revision } = JSON.parse(await peer.call('get_var', 'n'));
    const answer = JSON.parse(await peer.call('set_var', 'n', value + 1, 'writer', 'json', revision));
    if (answer.message === 'succeeded') {
      done += 1;
      most = FEW_TURNS;
      continue;
    }
    assert.equal(answer.code, 'CONFLICT');
    conflicts += 1;
    // Whoever goes on at once meets the same others again.
    for (let turns = Math.random() * most; turns >= 1; turns -= 1) await setImmediate();
    most = Math.min(MANY_TURNS, 2 * most);
  }
  return conflicts;
}
