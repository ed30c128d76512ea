/** The cookie that a browser shows. Cookies know no ports: the name says of which page it is. */
export function cookieName(port: number): string {
  return `headframe-${port}`;
}

/** A cookie's value in a header (RFC 6265 §4.2); nothing when it is not there. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return undefined;
}

/** A header that sets a cookie which no script reads, and which goes with no request that another site made. */
export function writeCookie(name: string, value: string, maxAgeSeconds: number): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${Math.ceil(maxAgeSeconds)}`;
}
