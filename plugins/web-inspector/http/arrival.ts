import type { IncomingMessage } from 'node:http';
import { isKnownHost, type OriginRules, originOf, type RequestOrigin } from '../access/request-origin.ts';
import { plain } from './refusal.ts';
import type { Reply } from './route.ts';

/** A request whose `Host` is this server's and whose `Origin` may ask. */
export interface Arrival {
  readonly host: string;
  readonly origin: Exclude<RequestOrigin, 'foreign'>;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Where a request has come to and where from, or why nobody looks at it. */
export function arrivalOf(request: IncomingMessage, rules: OriginRules): Arrival | { refusal: Reply } {
  const { headersDistinct, url = '' } = request;
  const hosts = headersDistinct.host ?? [];
  if (!isKnownHost(hosts, rules)) {
    return {
      refusal: plain(403, `this server is not ${quoted(hosts)} (setting web-inspector.allowedHosts)`),
    };
  }
  const host = hosts[0] ?? '';
  const origins = headersDistinct.origin ?? [];
  const origin = originOf(origins, host, rules);
  if (origin === 'foreign') {
    const text = `pages of ${quoted(origins)} may not ask this server (setting web-inspector.allowedOrigins)`;
    return { refusal: plain(403, text) };
  }
  const address = `http://localhost${url}`;
  if (!url.startsWith('/') || !URL.canParse(address))
    return { refusal: plain(400, 'a request names a path of this server') };
  const target = new URL(address);
  return { host, origin, path: target.pathname, query: target.searchParams };
}

function quoted(values: readonly string[]): string {
  return values.length === 0
    ? 'a server without a name'
    : values.map((one) => JSON.stringify(one)).join(', ');
}
