import type { Guarantee } from './guarantee.ts';

export const RELIABILITY: readonly Guarantee[] = [
  {
    id: 'R1',
    what: 'After `kill -9` at any moment every answered write is there, nothing is torn, and the start succeeds; so it is after short writes, a full disk and errors of the disk.',
    shownBy: {
      'test/workspace/durability.test.ts': [
        'a host that is killed under load fifty times has all that it answered',
      ],
      'test/workspace/faults.test.ts': [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the title as it stands in the source
        "${fault} at each file operation in turn${dead ? ', after which nothing works' : ''}: what was answered is there, and nothing is torn",
      ],
      'test/workspace/log.test.ts': [
        'a record that was torn at any of its bytes is cut off, and nothing else',
        'a damaged record with intact ones behind it stops the start with its place, and nothing is changed',
      ],
    },
  },
  {
    id: 'R2',
    what: 'SIGTERM under load: requests that were accepted finish, clients are told, the host ends with 0 within 10 s, and nothing that was answered is lost; a second signal ends it at once.',
    shownBy: {
      'test/workspace/terminated.test.ts': [
        'a host that is ended under load twenty times tells its clients, ends with 0, and has all that it answered',
      ],
      'test/socket-server/lifecycle.test.ts': [
        'closing frees the port at once, lets requests in flight finish, and tells the clients',
      ],
      'test/cli/start.test.ts': [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the title as it stands in the source
        'a second ${signal} ends a host at once that is still closing',
      ],
    },
  },
  {
    id: 'R3',
    what: 'Changes are told in the order of revisions, none twice and none left out: after any reconnection a client’s view is the host’s.',
    shownBy: {
      'test/workspace/before-write.test.ts': [
        'with a tap that waits, changes are made in the order in which they were asked for',
      ],
      'test/clients/node-reconnect.test.ts': [
        'whenever a connection is cut, the views end as the host is: no gap, nothing twice',
      ],
      'test/clients/node-changes.test.ts': [
        'while others write at random, what listeners were told is what the host has: no gap, nothing twice',
      ],
      'test/clients/compat-restarts.test.ts': [
        'clients of 2020 and 2021 end with the host’s view, whenever they are cut off',
      ],
      'test/pyminer/broadcasts.test.ts': [
        'long connections of both dialects see every change, exactly, in order, and no value',
      ],
    },
  },
  {
    id: 'R4',
    what: 'Compare-and-set is linearizable, and what is written together is there together or not at all.',
    shownBy: {
      'test/socket-server/concurrency.test.ts': [
        '8 writers of both dialects × 250 compare-and-set increments are 2000',
      ],
      'test/socket-server/linearizability.test.ts': [
        'what 10 clients of both dialects do at once with one variable is linearizable',
      ],
      'test/workspace/concurrency.test.ts': ['many variables are written or deleted all or not at all'],
    },
  },
  {
    id: 'R5',
    what: 'Clients come back by themselves, after 0.1 s to 10 s, and have caught up soon after.',
    shownBy: {
      'test/clients/node-reconnect.test.ts': [
        'attempts to reconnect come after 0.1 s, then after twice as long each, up to 10 s, less up to a half',
        '5 restarts of the host: every client ends with what the host has, told of nothing twice',
      ],
      'test/clients/node-catch-up.test.ts': [
        '1000 variables of a host that was away are caught up with in one go, when its port is back',
      ],
    },
  },
  {
    id: 'R6',
    what: 'A throw, a rejection, a hang or a bad return in any method of the life cycle and any hook fails that plugin alone, and names it.',
    shownBy: {
      'test/core/faults.test.ts': ['a plugin that is at fault fails alone and is named'],
      'test/core/hook-faults.test.ts': [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the title as it stands in the source
        'a tap at fault of a hook of the ${title} is blamed alone, and the operation goes on',
      ],
    },
  },
  {
    id: 'R7',
    what: 'However often a plugin is disabled and enabled, its port comes back and nothing is left behind.',
    shownBy: {
      'test/socket-server/lifecycle.test.ts': [
        'disabled and enabled 100 times: the port is free in between, and nothing is left',
      ],
      'test/core/reload.test.ts': [
        'a broken file fails with its place and a mended one is active again, 50 times; taps, facade and hot state stay',
      ],
    },
  },
  {
    id: 'R8',
    what: 'A bad config file ends a start with 78 and says file, line and column; at a reload the running configuration stays.',
    shownBy: {
      'test/config/broken.test.ts': [
        'there are at least 50 broken configs',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the title as it stands in the source
        'told with its place: ${JSON.stringify(marked)}',
      ],
      'test/cli/start.test.ts': ['a bad config file ends the start with 78, file, line and column'],
      'test/cli/watch.test.ts': [
        'a bad edit keeps the running state, is logged with its place, and the next good one counts',
      ],
    },
  },
  {
    id: 'R9',
    what: 'Every decoder takes what is right and refuses all else by a code, in bounded time and memory.',
    shownBy: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the title as it stands in the source
      'test/fuzz/fuzz.test.ts': ['${name}: mutations are taken or refused by a code, and nothing else'],
      'test/codec/pickle-fuzz.test.ts': [
        'mutated pickles: refused or read, in time, and what is called data imports and calls nothing else',
      ],
      'test/codec/decode-fuzz.test.ts': [
        'mutated pickles are decoded, converted and described, or refused by code',
        'mutated typed JSON is decoded, transcoded and described, or refused by code',
      ],
      'test/frame/framed-fuzz.test.ts': [
        'mutated frames are read, refused or waited for, the same however they are cut, and nothing else',
      ],
      'test/frame/fuzz.test.ts': [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the title as it stands in the source
        '${MUTATIONS} mutations: only coded refusals, and the same result wherever chunks are cut',
      ],
    },
  },
  {
    id: 'R10',
    what: '100 clients that write without a pause lose nothing, and the host’s memory stays bounded.',
    shownBy: {
      'test/load/soak.test.ts': [
        '100 clients write for ten seconds: all is answered, a watcher ends with what the host has, memory is bounded',
      ],
    },
    open: 'That memory grows by less than 1 MiB a minute over an hour: the long command measures it.',
  },
  {
    id: 'R11',
    what: 'The tests cover 95 % of the lines and 90 % of the branches, and every line of codecs, dialects and authentication.',
    shownBy: {
      'test/guarantees/coverage-gate.test.ts': [
        'a line that no test runs, and a file that none loads, are named; types are not',
        'all that is to be covered wholly is there',
      ],
      'test/guarantees/coverage.test.ts': ['tests that cover too little of the lines or branches fail'],
    },
  },
];
