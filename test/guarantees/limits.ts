import type { Guarantee } from './guarantee.ts';

const SERVER = 'test/socket-server';

export const LIMITS: readonly Guarantee[] = [
  {
    id: 'L1',
    what: 'Packets, frames, values, nesting and keys have limits that hold to the byte; a refusal names the limit and its setting, and what is not received takes no memory.',
    shownBy: {
      [`${SERVER}/errors.test.ts`]: [
        'limits hold at the byte, name their setting, and the next request is read',
      ],
      [`${SERVER}/http-connections.test.ts`]: [
        'a line of as many bytes as a packet may have is taken, one of a byte more is refused by the limit and its setting',
      ],
      [`${SERVER}/framed-session.test.ts`]: [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the title as it stands in the source
        'a payload of the limit and ${over} bytes',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the title as it stands in the source
        'a meta of the limit and ${over} bytes',
      ],
      'test/frame/framed-reader.test.ts': [
        'an announced length takes no memory',
        'memory for a long payload is taken as its bytes come',
      ],
      'test/frame/large-packet.test.ts': ['what was not received of the limit takes no memory'],
      'test/frame/text-packet-reader.test.ts': [
        'a refusal comes as soon as the limit is crossed, and what is skipped is not held',
        'what had come of a packet is let go when it crosses the limit',
      ],
    },
  },
  {
    id: 'L2',
    what: 'There are at most 1024 connections and 100,000 variables, and values of 16 GiB or half the memory; each limit has an error code of its own.',
    shownBy: {
      [`${SERVER}/fill.test.ts`]: [
        '1024 clients are served, one more is refused by name and code, and room that is made is given',
        '100,000 variables are kept, one more is refused by name and code, and one that goes makes room',
      ],
      [`${SERVER}/lifecycle.test.ts`]: [
        'beyond the limit of connections the oldest silent one makes room, else the new one is told',
      ],
      'test/workspace/interface.test.ts': ['what cannot be written says why'],
    },
  },
  {
    id: 'L3',
    what: 'What waits for a slow reader collapses to one message a variable; beyond its bounds the reader is closed with a reason, and counted.',
    shownBy: {
      [`${SERVER}/slow-peers.test.ts`]: [
        'what waits for a client that does not read collapses to one broadcast a variable, and ends with the last',
        'a client that reads nothing is closed when more waits for it than may ever wait',
        'a client that reads nothing is closed when too much waits for it for too long',
      ],
      [`${SERVER}/framed-liveness.test.ts`]: [
        'what waits for a slow reader collapses, and ends with the last of each variable',
        'a reader for whom too much waits is closed, and others are not',
      ],
      [`${SERVER}/http-connections.test.ts`]: ['a client that takes none of its answer is closed'],
    },
  },
  {
    id: 'L4',
    what: 'A peer whose end is seen is gone at once and its name free; so is a framed one that answers no heartbeat for three beats.',
    shownBy: {
      [`${SERVER}/preambles.test.ts`]: [
        'a name is taken once, and free as soon as its client has gone',
        'port scans, resets and hang-ups at every stage leave the server as it was',
      ],
      [`${SERVER}/framed-liveness.test.ts`]: [
        'a client from which nothing comes for three heartbeats is closed',
      ],
    },
  },
  {
    id: 'L5',
    what: 'A peer that stands still, drips or sends rubbish never delays another, and 200 of them do not.',
    shownBy: {
      'test/load/stalled-peers.test.ts': [
        'among 200 peers that stand still, drip, send rubbish or read nothing a good client is served',
      ],
      [`${SERVER}/preambles.test.ts`]: [
        'whoever does not finish a preamble is closed, and keeps nobody waiting',
      ],
      [`${SERVER}/http-connections.test.ts`]: [
        'a request that drips is closed, however steadily',
        'clients that stop half-way, reset or send garbage keep no other waiting, and leave nothing',
      ],
    },
  },
  {
    id: 'L6',
    what: 'The event loop stands still for at most 50 ms (99th percentile) while values of 100 MB pass and 1000 small ones are spliced.',
    shownBy: {
      'test/frame/large-packet.test.ts': [
        'a packet of 133 MB is read, checked and decoded in steps of bounded work',
      ],
      'test/codec/scan.test.ts': ['a scan in steps of any size, or in slices, finds the same'],
      'test/codec/splice.test.ts': ['1000 small variables are one piece after another, none above 64 KiB'],
      [`${SERVER}/framed-values.test.ts`]: ['values of many MB go both ways while others are answered'],
      'test/workspace/conversion.test.ts': [
        'large values are converted both ways while the event loop turns',
      ],
    },
    open: 'The first part that is asked for of a large value is decoded in the host’s own thread.',
  },
];
