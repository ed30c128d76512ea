import { isIP } from 'node:net';
import { isLoopback } from 'headframe';
import type { Headers } from 'headframe/codec';
import { serverError } from '../errors.ts';

/** What programs send. Browsers and proxies always send others besides: Accept-Language, Sec-Fetch-Mode, Via, … */
const KNOWN: ReadonlySet<string> = new Set(['host', 'user-agent', 'accept', 'accept-encoding', 'connection']);
const HOST = /^(?:\[([0-9a-f:.]{1,45})\]|([^[\]:]{1,255}))(?::\d{1,5})?$/i;
const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * Refuses what a page could make a browser send: these requests change things by GET, and know no password.
 *
 * Notes: PyMiner's clients send no header at all. `Host`, when it is there, must name this machine's loopback or be
 * `ownHost`, the address listened on, so that no name of a page's owner can lead here; any header but the few that programs
 * send is refused, and with it every `Origin`, `Referer`, `Cookie` and `Sec-Fetch-Site`.
 *
 * Throws `HTTP_REFUSED`.
 */
export function checkHeaders(headers: Headers, ownHost: string): void {
  for (const name of headers.keys()) {
    if (!KNOWN.has(name)) throw refused(`it has the header ${name}`);
  }
  for (const value of headers.get('user-agent') ?? []) {
    if (/mozilla/i.test(value)) throw refused('it comes from a browser');
  }
  for (const value of headers.get('accept') ?? []) {
    if (/html/i.test(value)) throw refused('it asks for a page');
  }
  const hosts = headers.get('host') ?? [];
  if (hosts.length > 1) throw refused('it names more than one host');
  const [host] = hosts;
  if (host !== undefined && !isOwn(host, ownHost))
    throw refused(`it is for the host ${JSON.stringify(host)}`);
}

function isOwn(value: string, ownHost: string): boolean {
  const [, address, name] = HOST.exec(value.toLowerCase()) ?? [];
  // In brackets there is an address of IPv6 alone (RFC 3986 §3.2.2), and such an address only in brackets.
  if (address !== undefined && isIP(address) !== 6) return false;
  const host = address ?? name;
  if (host === undefined) return false;
  return isLoopback(host) || (host === ownHost.toLowerCase() && !WILDCARDS.has(host));
}

function refused(reason: string): Error {
  return serverError('HTTP_REFUSED', `this request is not one of a client of PyMiner: ${reason}`);
}
