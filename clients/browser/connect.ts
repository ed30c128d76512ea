import { Client } from '../node/client.ts';
import { clientError } from '../node/errors.ts';
import type { ClientOptions } from '../node/options.ts';
import { dialWebSocket, type WebSocketClass } from './web-socket-transport.ts';

/** Settings of `connect`. */
export interface BrowserOptions extends ClientOptions {
  /** A name for people, at most 64 characters; writes carry it as their provider. `browser` unless given. */
  readonly client?: string;
  /** The class of WebSockets; the global one unless given, which Node has from version 22 on. */
  readonly WebSocket?: WebSocketClass;
}

/** What the page has that this runs in, if it runs in one. */
interface Surroundings {
  readonly location?: { readonly href: string };
  readonly WebSocket?: WebSocketClass;
}

const PATH = '/framed';
/** Schemes of WebSockets, and of the pages whose hosts they lead to. */
const SCHEMES: ReadonlyMap<string, string> = new Map([
  ['ws:', 'ws:'],
  ['wss:', 'wss:'],
  ['http:', 'ws:'],
  ['https:', 'wss:'],
]);

/**
 * Connects to a host's web inspector by WebSocket; resolves with a client when the host has answered. The
 * client is the one of `headframe/client`, but for what needs files.
 *
 * @param url `ws:`, `wss:`, `http:` or `https:`, or relative to the page. Without one: `/framed` of the
 * page's own origin. A page of another origin needs to be listed in the host's setting
 * `web-inspector.allowedOrigins`, and gives a `token`.
 *
 * Rejects with `DISCONNECTED`, `PROTOCOL`, `BAD_ADDRESS`, `UNAUTHENTICATED`.
 *
 * ```ts
 * const client = await connect('http://localhost:12380/framed', { token });
 * client.on('dataChanged', ({ name, metadata }) => console.log(name, metadata.preview));
 * ```
 */
export async function connect(url: string | URL = PATH, options: BrowserOptions = {}): Promise<Client> {
  const { token, client = 'browser', WebSocket = surroundings().WebSocket, ...others } = options;
  const address = webSocketUrl(url);
  if (!WebSocket) throw clientError('BAD_ADDRESS', 'there are no WebSockets here; give a class of them');
  const route = {
    dial: (events: Parameters<typeof dialWebSocket>[2]) => dialWebSocket(WebSocket, address, events),
    where: address,
    token,
  };
  const opened = new Client(async () => route, { ...others, client });
  await opened.open();
  return opened;
}

/** The URL of a WebSocket. Throws `BAD_ADDRESS`. */
function webSocketUrl(given: string | URL): string {
  let url: URL;
  try {
    url = new URL(given, surroundings().location?.href);
  } catch (error) {
    throw clientError('BAD_ADDRESS', `${JSON.stringify(String(given))} is no URL`, error);
  }
  const scheme = SCHEMES.get(url.protocol);
  if (!scheme) throw clientError('BAD_ADDRESS', `${url.protocol} leads to no host; write ws: or wss:`);
  url.hash = '';
  return url.href.replace(url.protocol, scheme);
}

function surroundings(): Surroundings {
  return globalThis as Surroundings;
}
