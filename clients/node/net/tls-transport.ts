import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { Address } from '../address.ts';
import { clientError } from '../errors.ts';
import type { Transport, TransportEvents } from '../link/transport.ts';
import { transportOf } from './socket-transport.ts';

/** Which host is the right one; without both, one whose certificate the system trusts for its name. */
export interface TlsTrust {
  /** A file of certificates (PEM) that are trusted instead of the system's. */
  readonly ca?: string | undefined;
  /** The SHA-256 of the host's certificate in hexadecimal digits: that one is trusted, whatever its name is. */
  readonly fingerprint?: string | undefined;
}

/** Opens a TLS connection (RFC 8446, RFC 5246). Nothing is sent before it is known that the host is the right one. */
export function dialTls(
  { host, port }: Extract<Address, { kind: 'tls' }>,
  { ca, fingerprint }: TlsTrust,
  events: TransportEvents,
): Transport {
  const socket = connect({
    host,
    port,
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca: readFileSync(ca) }),
    rejectUnauthorized: fingerprint === undefined,
  });
  socket.setNoDelay(true);
  socket.on('secureConnect', () => {
    const failure = fingerprint === undefined ? undefined : otherCertificate(socket, fingerprint);
    if (failure) socket.destroy(failure);
    else events.opened();
  });
  socket.on('data', (bytes: Buffer) => events.received(bytes));
  return transportOf(socket, events);
}

/** What is wrong when the certificate is not the one with this fingerprint. */
function otherCertificate(socket: TLSSocket, fingerprint: string): Error | undefined {
  const { fingerprint256: found } = socket.getPeerCertificate();
  if (digitsOf(found) === digitsOf(fingerprint)) return undefined;
  return clientError('DISCONNECTED', `the host's certificate has another fingerprint: ${found}`);
}

/** Colons and case are for people. */
function digitsOf(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase();
}
