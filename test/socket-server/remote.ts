import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * An address of this machine that is none of loopback's: who connects to it comes from it, and so from
 * beyond loopback, without leaving the machine. Throws where there is none.
 */
export function remoteAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const found = all.find(({ internal, address }) => !internal && isIPv4(address));
  if (found) return found.address;
  throw new Error('this test needs a network interface beside that of loopback');
}
