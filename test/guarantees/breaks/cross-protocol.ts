import type { Break, BreakTest } from './break.ts';

const PREAMBLES: BreakTest = {
  file: 'test/socket-server/preambles.test.ts',
  title: 'HTTP and TLS are closed without a word, and noted once',
};
const HTTP_ACCESS: BreakTest = {
  file: 'test/socket-server/http-access.test.ts',
  title: 'with whatever headers a page can make a browser send, a request is refused, and nothing is changed',
};

/** Browsers and TLS clients on the ports of the host. */
export const CROSS_PROTOCOL_BREAKS: readonly Break[] = [
  {
    id: 'S5-http-answered',
    title: 'HTTP is spoken where it is off.',
    file: 'plugins/socket-server/dialects/index.ts',
    find: 'connection.host.settings.http\n',
    replace: 'connection.host.settings.maxPacketBytes > 0\n',
    test: {
      file: 'test/socket-server/cross-protocol.test.ts',
      title:
        'whatever headers an HTTP request has, it is closed without a byte, and what stands behind it is not read',
    },
  },
  {
    id: 'S5-tls-answered',
    title: 'A TLS hello is answered.',
    file: 'plugins/socket-server/dialects/index.ts',
    find: "drop(connection, 'a TLS client');",
    replace: 'refuse(connection, bytes);',
    test: PREAMBLES,
  },
  {
    id: 'S5-noted-always',
    title: 'Every foreign request is noted.',
    file: 'framed/notice.ts',
    find: 'now - this.#lastAt < this.#everyMs',
    replace: 'now < this.#lastAt',
    test: PREAMBLES,
  },
  {
    id: 'S5-http-host',
    title: 'A request for another host is answered.',
    file: 'plugins/socket-server/http/check-headers.ts',
    find: 'if (host !== undefined && !isOwn(host, ownHost))',
    replace: "if (host === '')",
    test: HTTP_ACCESS,
  },
  {
    id: 'S5-http-host-end',
    title: 'A name that begins as one of this machine counts as one.',
    file: 'plugins/socket-server/http/check-headers.ts',
    find: 'return isLoopback(host) ||',
    replace: "return host.startsWith('localhost') || isLoopback(host) ||",
    test: HTTP_ACCESS,
  },
  {
    id: 'S5-http-headers',
    title: 'A request with any header is answered.',
    file: 'plugins/socket-server/http/check-headers.ts',
    find: 'if (!KNOWN.has(name))',
    replace: "if (name === '')",
    test: HTTP_ACCESS,
  },
  {
    id: 'S5-page-host',
    title: 'A page of another name whose address leads here is answered.',
    file: 'plugins/web-inspector/access/request-origin.ts',
    find: 'ownHosts(rules).includes(asked)',
    replace: "ownHosts(rules).some((own) => asked.startsWith(own.replace(/:\\d+$/, '')))",
    test: {
      file: 'test/web-inspector/origins.test.ts',
      title: 'a request is answered under the names of this machine and listed ones alone',
    },
  },
  {
    id: 'S5-page-origin',
    title: 'A page of any origin may ask.',
    file: 'plugins/web-inspector/access/request-origin.ts',
    find: "'listed' : 'foreign'",
    replace: "'listed' : 'none'",
    test: {
      file: 'test/web-inspector/origins.test.ts',
      title: 'a request that a page has made is answered when the page is of this server or listed',
    },
  },
  {
    id: 'S5-page-port',
    title: 'The cookie counts for pages of other ports.',
    file: 'plugins/web-inspector/access/visitors.ts',
    find: "OWN_SITES.includes(headers['sec-fetch-site'])",
    replace: 'headers !== undefined',
    test: {
      file: 'test/web-inspector/origins.test.ts',
      title: 'a cookie counts for what the page asks for, and not for what pages of other ports do',
    },
  },
  {
    id: 'S5-page-post',
    title: 'A POST needs neither the page nor a token.',
    file: 'plugins/web-inspector/http/answer-request.ts',
    find: "method === 'POST' && origin !== 'own'",
    replace: "method === 'POST' && origin === 'listed'",
    test: {
      file: 'test/web-inspector/origins.test.ts',
      title: 'a GET changes nothing, and a POST needs the page or a token',
    },
  },
];
