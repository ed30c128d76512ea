import type { Break, BreakTest } from './break.ts';

const NODE_RECONNECT: BreakTest = {
  file: 'test/clients/node-reconnect.test.ts',
  title:
    'a host that does not know what was before is compared with: each difference is told once, the last state of each variable',
};

/** What clients are told, writes that compare, and how clients come back. */
export const CHANGES_BREAKS: readonly Break[] = [
  {
    id: 'R3-replay-gap',
    title: 'The first change that was missed is left out.',
    file: 'framed/replay.ts',
    find: '[...lastChanges(changes).values()]',
    replace: '[...lastChanges(changes).values()].slice(1)',
    test: {
      file: 'test/clients/node-reconnect.test.ts',
      title: 'after a cut, what was missed is replayed: the last change of each variable',
    },
  },
  {
    id: 'R3-another-history',
    title: 'A client of another history is told that it missed nothing.',
    file: 'framed/replay.ts',
    find: 'if (since.workspace !== workspace.id() || since.revision > now) return undefined;',
    replace: 'if (since.workspace !== workspace.id() || since.revision > now) return [];',
    test: NODE_RECONNECT,
  },
  {
    id: 'R3-compared',
    title: 'A client does not compare when it has to.',
    file: 'clients/node/changes/feed.ts',
    find: 'else if (resync)',
    replace: "else if (resync && workspace === '')",
    test: NODE_RECONNECT,
  },
  {
    id: 'R3-twice',
    title: 'A change that a client was told of is told again.',
    file: 'clients/node/changes/view.ts',
    find: 'if (revision <= (known ?? this.#floor)) return false;',
    replace: '',
    test: {
      file: 'test/clients/node-view.test.ts',
      title: 'a change passes once, and none that is older than what has passed',
    },
  },
  {
    id: 'R3-order',
    title: 'Changes of one turn are told in the wrong order.',
    file: 'framed/subscription-group.ts',
    find: 'this.#waiting.push(notification)',
    replace: 'this.#waiting.unshift(notification)',
    test: {
      file: 'test/clients/node-changes.test.ts',
      title:
        'while others write at random, what listeners were told is what the host has: no gap, nothing twice',
    },
  },
  {
    id: 'R3-turns',
    title: 'Changes do not wait for each other.',
    file: 'plugins/workspace/write-queue.ts',
    find: 'if (this.#waiting === 0) {',
    replace: 'if (this.#waiting >= 0) {',
    test: {
      file: 'test/workspace/before-write.test.ts',
      title: 'with a tap that waits, changes are made in the order in which they were asked for',
    },
  },
  {
    id: 'R4-compare',
    title: 'A write counts that is based on an older revision.',
    file: 'plugins/workspace/operations/check.ts',
    find: 'if (actual === expected)',
    replace: 'if (actual >= expected)',
    test: {
      file: 'test/socket-server/concurrency.test.ts',
      title: '8 writers of both dialects × 250 compare-and-set increments are 2000',
    },
  },
  {
    id: 'R4-asked',
    title: 'A write that a tap was asked about does not compare.',
    file: 'plugins/workspace/asked-writes.ts',
    find: 'return { ...entry, prepared: changed,',
    replace: 'return { ...entry, ifRevision: undefined, prepared: changed,',
    test: {
      file: 'test/workspace/concurrency.test.ts',
      title: '8 writers × 250 compare-and-set increments, with a tap that makes them wait, are 2000',
    },
  },
  {
    id: 'R4-together',
    title: 'Of what is written together a part is there.',
    file: 'plugins/workspace/operations/write.ts',
    find: '    const info = checkEntry(store, entry, author);',
    replace:
      '    const info = checkEntry(store, entry, author);\n    if (entries.length > 1) writeOne(store, { ...entry, info: undefined }, author);',
    test: {
      file: 'test/workspace/concurrency.test.ts',
      title: 'many variables are written or deleted all or not at all',
    },
  },
  {
    id: 'R5-delay',
    title: 'A client attempts to reconnect every 0.1 s.',
    file: 'clients/node/link/backoff.ts',
    find: '2 ** Math.min(attempt, 30)',
    replace: '2 ** Math.min(attempt, 0)',
    test: {
      file: 'test/clients/node-reconnect.test.ts',
      title:
        'attempts to reconnect come after 0.1 s, then after twice as long each, up to 10 s, less up to a half',
    },
  },
  {
    id: 'R5-once',
    title: 'A client gives up after its first attempt.',
    file: 'clients/node/link/link.ts',
    find: 'if (!again || !this.#options.reconnect)',
    replace: 'if (!again || !this.#options.reconnect || this.#attempt > 0)',
    test: {
      file: 'test/clients/node-catch-up.test.ts',
      title: '1000 variables of a host that was away are caught up with in one go, when its port is back',
    },
  },
  {
    id: 'R5-reads',
    title: 'A read whose answer was lost is not made again.',
    file: 'clients/node/link/link.ts',
    find: 'if (again && request.isRead)',
    replace: 'if (again && this.#end)',
    test: {
      file: 'test/clients/node-reconnect.test.ts',
      title: 'a read whose answer is lost is made again; a write fails, as nobody knows what became of it',
    },
  },
];
