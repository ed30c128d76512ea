/** Under which names the page may be asked for, and by whom. */
export interface OriginRules {
  /** The address that is listened on. */
  readonly host: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
}

/**
 * Who made a browser ask: nobody's page (`none`: an address that was typed, a program), a page of this server,
 * one whose origin is listed, or any other.
 */
export type RequestOrigin = 'none' | 'own' | 'listed' | 'foreign';

/** Names that every browser takes for this machine. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const HTTP_PORT = 80;

/**
 * Whether a request's `Host` headers name this server: there is one, and it is a loopback name with the port, or
 * listed. Names are compared as they stand: a page of another name whose address was changed to this
 * machine's (DNS rebinding) is refused by it.
 */
export function isKnownHost(hosts: readonly string[], rules: OriginRules): boolean {
  const [host, ...more] = hosts;
  if (host === undefined || more.length > 0) return false;
  const asked = host.toLowerCase();
  return ownHosts(rules).includes(asked) || isListed(asked, rules.allowedHosts);
}

/** Whose page made the request, by its `Origin` headers; `host` is its `Host`, which is known. */
export function originOf(origins: readonly string[], host: string, rules: OriginRules): RequestOrigin {
  const [origin, ...more] = origins;
  if (origin === undefined) return 'none';
  if (more.length > 0) return 'foreign';
  const asked = host.toLowerCase();
  if (origin === `http://${asked}`) return 'own';
  // A proxy in front speaks TLS.
  if (origin === `https://${asked}` && isListed(asked, rules.allowedHosts)) return 'own';
  return isListed(origin, rules.allowedOrigins) ? 'listed' : 'foreign';
}

function ownHosts({ host, port }: OriginRules): string[] {
  const names = [...LOOPBACK, host.includes(':') ? `[${host}]` : host];
  return names.flatMap((name) => (port === HTTP_PORT ? [name, `${name}:${port}`] : [`${name}:${port}`]));
}

function isListed(text: string, list: readonly string[]): boolean {
  return list.some((one) => one.toLowerCase() === text);
}
