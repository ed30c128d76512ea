import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BroadcastPacer, pythonJson } from '../../codec/frame/index.ts';
import { fc } from '../property.ts';
import { SimulatedClient } from './simulated-client.ts';

const HOLD_MS = 20;

function broadcast(name: string, source = 'ipython'): Buffer {
  const message = { name: 'broadcast', message: 'data_changed', data_name: name, data_source: source };
  return Buffer.from(pythonJson(message));
}

interface Arrival {
  readonly message: Buffer;
  readonly afterMs: number;
}

/**
 * Drives a pacer with a clock, and a client that has read everything 20 ms after it was written, and before
 * that reads as often as `reads` says. Gives what it received, and the times and lengths of the writes.
 */
function play(arrivals: readonly Arrival[], reads: () => number) {
  const pacer = new BroadcastPacer();
  const client = new SimulatedClient(1024);
  const writes: Array<readonly [at: number, bytes: number]> = [];
  let waiting: Buffer[] = [];
  let now = 0;
  const write = (until: number): void => {
    while (waiting.length > 0) {
      const { bytes, taken, waitMs } = pacer.next(waiting, now);
      if (taken > 0) {
        if (now - (writes.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY) >= HOLD_MS)
          client.read(Number.POSITIVE_INFINITY);
        client.arrive(bytes);
        client.read(reads());
        writes.push([now, bytes.length]);
        waiting = waiting.slice(taken);
      } else {
        assert.ok(waitMs > 0, 'a pacer that takes nothing tells when to ask again');
      }
      if (waiting.length > 0 && now + waitMs > until) return;
      if (waiting.length > 0) now += waitMs;
    }
  };
  for (const { message, afterMs } of arrivals) {
    const at = Math.max(now, now + afterMs);
    write(at);
    now = at;
    waiting.push(message);
    if (afterMs % 2 === 0) write(now);
  }
  write(Number.POSITIVE_INFINITY);
  client.read(Number.POSITIVE_INFINITY);
  return { client, writes };
}

const names = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fc.constantFrom('P', 'M', 'E', 'N', 'D', 'PMEND', 'ND'), { minLength: 1, maxLength: 12 })
      .map((parts) => parts.join('')),
  },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 128 }).map((length) => 'DNEMP'.repeat(26).slice(0, length)),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 100, max: 400 }).map((length) => `PMEND变D`.repeat(60).slice(0, length)),
  },
);
const arrivals = fc.array(
  fc.record({
    message: names.map((name) => broadcast(name)),
    afterMs: fc.oneof(fc.constant(0), fc.nat({ max: 45 })),
  }),
  { maxLength: 80 },
);

test('a message alone goes out at once, as it is', () => {
  const message = broadcast('bx');
  const { bytes, taken, waitMs } = new BroadcastPacer().next([message], 1000);
  assert.deepEqual([bytes.toString(), taken, waitMs], [`${message}PMEND`, 1, 0]);
});

test('after it the next ones wait 20 ms, then go padded to one power of two', () => {
  const pacer = new BroadcastPacer();
  pacer.next([broadcast('a')], 0);
  const waiting = [broadcast('b'), broadcast('c'.repeat(60))];
  assert.deepEqual(pacer.next(waiting, 5), { bytes: Buffer.alloc(0), taken: 0, waitMs: 15 });
  const { bytes, taken, waitMs } = pacer.next(waiting, 20);
  assert.deepEqual([bytes.length, taken, waitMs], [512, 2, 0]);
  assert.match(bytes.toString(), /^\{.*\} +PMEND\{.*\} +PMEND$/);
  assert.equal(bytes.subarray(251, 256).toString(), 'PMEND');
});

test('while the burst lasts messages go out at once on its grid, a longer one waits for silence', () => {
  const pacer = new BroadcastPacer();
  assert.equal(pacer.next([broadcast('a'), broadcast('b')], 0).bytes.length, 256);
  assert.equal(pacer.next([broadcast('c')], 3).bytes.length, 128);
  assert.deepEqual(pacer.next([broadcast('d'.repeat(100))], 10), {
    bytes: Buffer.alloc(0),
    taken: 0,
    waitMs: 13,
  });
  const short = broadcast('e');
  const mixed = pacer.next([short, broadcast('d'.repeat(100))], 12);
  assert.deepEqual([mixed.bytes.length, mixed.taken, mixed.waitMs], [128, 1, 20]);
  const later = pacer.next([broadcast('d'.repeat(100))], 32);
  assert.deepEqual([later.bytes.length, later.taken], [broadcast('d'.repeat(100)).length + 5, 1]);
});

test('nothing waiting is nothing to write', () => {
  assert.deepEqual(new BroadcastPacer().next([], 0), { bytes: Buffer.alloc(0), taken: 0, waitMs: 0 });
});

test('a write is at most 32 KiB, and the rest follows at once', () => {
  const pacer = new BroadcastPacer();
  const waiting = Array.from({ length: 1000 }, (_, index) => broadcast(`x${index}`));
  const { bytes, taken, waitMs } = pacer.next(waiting, 0);
  assert.deepEqual([bytes.length, taken, waitMs], [32_768, 256, 0]);
  assert.equal(pacer.next(waiting.slice(256), 0).taken, 256);
});

test('every message arrives, in order, however the client reads', () => {
  fc.assert(
    fc.property(arrivals, fc.infiniteStream(fc.nat({ max: 4 })), (sent, reads) => {
      const { client } = play(sent, () => reads.next().value);
      assert.deepEqual(
        client.messages(),
        sent.map(({ message }) => JSON.parse(message.toString())),
      );
    }),
    { numRuns: 2000 },
  );
});

test('bursts of a thousand arrive, read late or at once', () => {
  const sent = Array.from({ length: 1000 }, (_, index) => ({
    message: broadcast(`D${index}`.repeat(1 + (index % 9))),
    afterMs: 0,
  }));
  for (const reads of [0, 1, 3, Number.POSITIVE_INFINITY]) {
    const { client } = play(sent, () => reads);
    assert.deepEqual(
      client.messages(),
      sent.map(({ message }) => JSON.parse(message.toString())),
    );
  }
});

test('without the pacer the same client breaks messages, or waits for ever', () => {
  let broken = 0;
  let waiting = 0;
  for (let count = 2; count < 200; count += 1) {
    const client = new SimulatedClient(1024);
    const sent = Array.from({ length: count }, (_, index) => broadcast(`D${index}`));
    client.arrive(Buffer.concat(sent.flatMap((message) => [message, Buffer.from('PMEND')])));
    client.read(Number.POSITIVE_INFINITY);
    if (client.messages().some((message) => typeof message === 'string')) broken += 1;
    if (client.received.length === 0) waiting += 1;
  }
  assert.ok(broken > 0 && waiting > 0, `${broken} broken, ${waiting} waiting`);
});
