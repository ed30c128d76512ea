import type { IncomingHttpHeaders } from 'node:http';
import type { Role } from 'headframe';

/** A request that may be answered. */
export interface Asked {
  /** `GET`, `HEAD` or `POST`. */
  readonly method: string;
  /** The path as it was asked for. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** What who asks may do; nothing when nobody knows who that is. */
  readonly role: Role | undefined;
  /** The request's body. Throws `TOO_LARGE` above 64 KiB. */
  body(): Promise<Buffer>;
}

/** What is answered; the headers that every answer has are added, unless they are here. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** One thing that browsers and programs may ask for. */
export interface Route {
  /** `GET` answers `HEAD` too and changes nothing. */
  readonly method: 'GET' | 'POST';
  /** The path; one that ends with `/` and is longer stands for all below it. */
  readonly path: string;
  /** The role that it needs, or `anyone`: also who has shown nothing. */
  readonly needs: Role | 'anyone';
  answer(asked: Asked): Reply | Promise<Reply>;
}

/** The route of a request: the one whose path is the longest that fits. */
export function findRoute(routes: readonly Route[], method: string, path: string): Route | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  let found: Route | undefined;
  for (const route of routes) {
    if (route.method !== wanted || !fits(route.path, path)) continue;
    if (found === undefined || route.path.length > found.path.length) found = route;
  }
  return found;
}

function fits(route: string, path: string): boolean {
  return route === path || (route !== '/' && route.endsWith('/') && path.startsWith(route));
}
