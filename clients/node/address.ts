import { clientError } from './errors.ts';

/** Where a host listens. */
export type Address =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'tls'; readonly host: string; readonly port: number };

/** The port that hosts listen on unless they are told otherwise. */
export const DEFAULT_PORT = 12306;
const LOOPBACK = '127.0.0.1';
const MAX_PORT = 65_535;

/**
 * Reads an address: `unix:/path`, `tcp://host:port`, `tls://host:port`, `host:port`, or a port of this
 * machine. An IPv6 address stands in brackets. Throws `BAD_ADDRESS`.
 */
export function parseAddress(given: string | number): Address {
  const text = String(given).trim();
  if (text.startsWith('unix:')) {
    const path = text.slice('unix:'.length).replace(/^\/\/(?=\/)/, '');
    if (path !== '') return { kind: 'unix', path };
  }
  const match = /^(?:(tcp|tls):\/\/)?(?:(?:\[([\da-f:.]+)\]|([^\s:/[\]]+)):)?(\d{1,5})$/i.exec(text);
  const port = Number(match?.[4]);
  if (match && port >= 1 && port <= MAX_PORT) {
    const kind = match[1]?.toLowerCase() === 'tls' ? 'tls' : 'tcp';
    return { kind, host: match[2] ?? match[3] ?? LOOPBACK, port };
  }
  throw clientError(
    'BAD_ADDRESS',
    `${JSON.stringify(given)} is no address; write unix:/path, tcp://host:port, tls://host:port, host:port or a port`,
  );
}

/** The address as {@link parseAddress} reads it. */
export function formatAddress(address: Address): string {
  if (address.kind === 'unix') return `unix:${address.path}`;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `${address.kind}://${host}:${address.port}`;
}
