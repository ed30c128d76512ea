import type { Break, BreakTest } from './break.ts';

const ACCESS: BreakTest = {
  file: 'test/web-inspector/access.test.ts',
  title: 'a ticket lets one browser in, by a cookie that no script and no other site gets at',
};

/** Browsers that are let in, rotations, and what strangers may take. */
export const PAGE_ACCESS_BREAKS: readonly Break[] = [
  {
    id: 'S2-ticket-twice',
    title: 'A ticket counts more than once.',
    file: 'plugins/web-inspector/access/tickets.ts',
    find: 'filter((ticket) => ticket !== found)',
    replace: 'filter((ticket) => ticket !== undefined)',
    test: ACCESS,
  },
  {
    id: 'S2-ticket-forever',
    title: 'A ticket counts for ever.',
    file: 'plugins/web-inspector/access/tickets.ts',
    find: 'const TICKET_MS = 60_000',
    replace: 'const TICKET_MS = Number.POSITIVE_INFINITY',
    test: {
      file: 'test/web-inspector/access.test.ts',
      title: 'a ticket counts for a minute, and so many of them at a time',
    },
  },
  {
    id: 'S2-ticket-any',
    title: 'Any ticket lets in.',
    file: 'plugins/web-inspector/access/tickets.ts',
    find: 'return found !== undefined',
    replace: "return secret !== ''",
    test: ACCESS,
  },
  {
    id: 'S2-cookie-script',
    title: 'Scripts can read the cookie.',
    file: 'plugins/web-inspector/access/cookie.ts',
    find: ' HttpOnly;',
    replace: '',
    test: ACCESS,
  },
  {
    id: 'S2-cookie-site',
    title: 'The cookie goes with requests of other sites.',
    file: 'plugins/web-inspector/access/cookie.ts',
    find: 'SameSite=Strict',
    replace: 'SameSite=None',
    test: ACCESS,
  },
  {
    id: 'S3-rotation-unnoticed',
    title: 'A rotation closes no session.',
    file: 'plugins/socket-server/server.ts',
    find: 'if (problem !== undefined) connection.dismiss(problem);',
    replace: 'if (problem !== undefined && !identity.framed) connection.dismiss(problem);',
    test: {
      file: 'test/socket-server/auth-rotation.test.ts',
      title: 'a new token closes the sessions of the old one, 50 of them, and no other',
    },
  },
  {
    id: 'S3-rotation-once',
    title: 'Only the first rotation is noticed.',
    file: 'core/token-watch.ts',
    find: 'this.#watch.watch([]);',
    replace: '',
    test: {
      file: 'test/socket-server/auth-rotation.test.ts',
      title: 'one rotation after the other is noticed',
    },
  },
  {
    id: 'S3-page-rotation',
    title: 'A browser stays let in when there are new tokens.',
    file: 'plugins/web-inspector/access/browser-sessions.ts',
    find: "(token === '' || token === digest)",
    replace: "(token === '' || digest !== '')",
    test: { file: 'test/web-inspector/access.test.ts', title: 'new tokens end what the old ones let in' },
  },
  {
    id: 'S4-opening-bytes',
    title: 'A stranger may send as much as he likes.',
    file: 'plugins/socket-server/connection.ts',
    find: "this.origin !== 'remote' || this.established",
    replace: "this.origin !== 'unix' || this.established",
    test: {
      file: 'test/socket-server/auth-opening.test.ts',
      title:
        'a client from another machine may send 4096 bytes until it is known who it is, a neighbour more',
    },
  },
  {
    id: 'S4-opening-frame',
    title: 'A stranger’s hello may be as large as any frame.',
    file: 'framed/session.ts',
    find: 'maxOpeningBytes: frame }',
    replace: 'maxPayloadBytes: frame }',
    test: {
      file: 'test/socket-server/auth-framed.test.ts',
      title: 'a stranger who announces more than a hello has is refused before it comes',
    },
  },
  {
    id: 'S4-opening-time',
    title: 'A stranger may take as long as he likes.',
    file: 'plugins/socket-server/connection.ts',
    find: 'preambleSeconds * 1000',
    replace: 'preambleSeconds * 1_000_000',
    test: { file: 'test/socket-server/auth-opening.test.ts', title: 'it has as long as the setting says' },
  },
  {
    id: 'S4-slots',
    title: 'An address may have all places for strangers.',
    file: 'plugins/socket-server/server.ts',
    find: 'this.roster.unknownFrom(connection.address) >= maxOpeningsPerAddress',
    replace: 'this.roster.unknownFrom(connection.address) >= maxConnections',
    test: {
      file: 'test/socket-server/auth-opening.test.ts',
      title: 'an address has 16 places for strangers; who makes himself known leaves his to others',
    },
  },
  {
    id: 'S4-eviction',
    title: 'When all places are taken no stranger goes.',
    file: 'plugins/socket-server/roster.ts',
    find: 'if (!connection.established) return connection;',
    replace: 'if (connection.ending) return connection;',
    test: {
      file: 'test/socket-server/auth-opening.test.ts',
      title: 'when all places are taken the stranger goes who came first',
    },
  },
];
