import type { Break, BreakTest } from './break.ts';

const SLOW_PEERS: BreakTest = {
  file: 'test/socket-server/slow-peers.test.ts',
  title: 'a client that reads nothing is closed when more waits for it than may ever wait',
};
const PREAMBLES: BreakTest = {
  file: 'test/socket-server/preambles.test.ts',
  title: 'a name is taken once, and free as soon as its client has gone',
};

/** Peers that are slow, gone or hostile, and the event loop. */
export const PEERS_BREAKS: readonly Break[] = [
  {
    id: 'L3-collapse',
    title: 'Broadcasts that wait for a text client do not collapse.',
    file: 'plugins/socket-server/outbox.ts',
    find: 'this.#pending.push(broadcast, this.#blocked)',
    replace: 'this.#pending.push(broadcast, false)',
    test: {
      file: 'test/socket-server/slow-peers.test.ts',
      title:
        'what waits for a client that does not read collapses to one broadcast a variable, and ends with the last',
    },
  },
  {
    id: 'L3-hard',
    title: 'Anything may wait for a text client.',
    file: 'plugins/socket-server/outbox.ts',
    find: 'if (queued > hardBytes)',
    replace: 'if (queued > 1000 * hardBytes)',
    test: SLOW_PEERS,
  },
  {
    id: 'L3-soft',
    title: 'Much may wait for a text client for ever.',
    file: 'plugins/socket-server/outbox.ts',
    find: 'else if (queued > softBytes)',
    replace: 'else if (queued > hardBytes)',
    test: {
      file: 'test/socket-server/slow-peers.test.ts',
      title: 'a client that reads nothing is closed when too much waits for it for too long',
    },
  },
  {
    id: 'L3-framed-collapse',
    title: 'Notifications that wait for a framed client do not collapse.',
    file: 'framed/subscriber.ts',
    find: 'if (this.#pending.isEmpty && !this.#isCongested)',
    replace: 'if (this.#pending.isEmpty)',
    test: {
      file: 'test/socket-server/framed-liveness.test.ts',
      title: 'what waits for a slow reader collapses, and ends with the last of each variable',
    },
  },
  {
    id: 'L3-framed-hard',
    title: 'Anything may wait for a framed client.',
    file: 'framed/subscriber.ts',
    find: 'if (bytes > hardBytes)',
    replace: 'if (bytes > 1000 * hardBytes)',
    test: {
      file: 'test/socket-server/framed-liveness.test.ts',
      title: 'a reader for whom too much waits is closed, and others are not',
    },
  },
  {
    id: 'L3-counted',
    title: 'A slow reader that is closed is not counted.',
    file: 'plugins/socket-server/connection.ts',
    find: 'this.host.counters.slowReaders += 1;',
    replace: '',
    test: SLOW_PEERS,
  },
  {
    id: 'L4-end',
    title: 'A peer that has ended stays connected.',
    file: 'plugins/socket-server/connection.ts',
    find: "if (!this.#busy) this.end('its peer has ended')",
    replace: "if (this.gone) this.end('its peer has ended')",
    test: PREAMBLES,
  },
  {
    id: 'L4-name',
    title: 'The name of a peer that has gone stays taken.',
    file: 'plugins/socket-server/roster.ts',
    find: 'if (holder === connection)',
    replace: 'if (holder !== connection)',
    test: PREAMBLES,
  },
  {
    id: 'L4-heartbeat',
    title: 'A framed client may be silent for ever.',
    file: 'framed/heartbeat.ts',
    find: 'this.#missed >= MISSED_BEATS',
    replace: 'this.#missed >= 1000 * MISSED_BEATS',
    test: {
      file: 'test/socket-server/framed-liveness.test.ts',
      title: 'a client from which nothing comes for three heartbeats is closed',
    },
  },
  {
    id: 'L5-preamble',
    title: 'Who does not finish a preamble stays.',
    file: 'plugins/socket-server/connection.ts',
    find: "() => this.destroy('its preamble took too long')",
    replace: "() => this.#log('its preamble took too long')",
    test: {
      file: 'test/socket-server/preambles.test.ts',
      title: 'whoever does not finish a preamble is closed, and keeps nobody waiting',
    },
  },
  {
    id: 'L5-drip',
    title: 'A request of HTTP may drip for ever.',
    file: 'plugins/socket-server/http/session.ts',
    find: "connection.end('its request took too long')",
    replace: 'connection.resume()',
    test: {
      file: 'test/socket-server/http-connections.test.ts',
      title: 'a request that drips is closed, however steadily',
    },
  },
  {
    id: 'L5-half-packet',
    title: 'A packet may stop half-way for ever.',
    file: 'plugins/socket-server/connection.ts',
    find: 'else if (this.#intake.receiver.isInsidePacket)',
    replace: 'else if (this.gone)',
    test: {
      file: 'test/socket-server/slow-peers.test.ts',
      title:
        'idle short connections and packets that stop half-way are closed, quiet long connections are not',
    },
  },
  {
    id: 'L6-worker',
    title: 'Large values are converted in the host’s own thread.',
    file: 'plugins/workspace/convert.ts',
    find: 'sizeOf(value) < LARGE_BYTES ?',
    replace: 'sizeOf(value) > 0 ?',
    test: {
      file: 'test/workspace/conversion.test.ts',
      title: 'large values are converted both ways while the event loop turns',
    },
  },
  {
    id: 'L6-check',
    title: 'A packet is checked in one go.',
    file: 'codec/frame/json-checker.ts',
    find: 'Math.min(length, this.#machine.at + Math.max(1, maxBytes))',
    replace: 'length',
    test: {
      file: 'test/frame/large-packet.test.ts',
      title: 'a packet of 133 MB is read, checked and decoded in steps of bounded work',
    },
  },
  {
    id: 'L6-pieces',
    title: 'Spliced variables are one large piece.',
    file: 'codec/pickle/piece-writer.ts',
    find: 'const PIECE_BYTES = 64 * 1024',
    replace: 'const PIECE_BYTES = 1024 * 1024',
    test: {
      file: 'test/codec/splice.test.ts',
      title: '1000 small variables are one piece after another, none above 64 KiB',
    },
  },
];
