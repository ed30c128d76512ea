import { encodeHttpMessage } from '../../codec/http/index.ts';
import { encodePickle } from '../../codec/index.ts';
import { pickleBytesDict } from '../../codec/pickle/bytes-dict.ts';
import type { Host } from '../../core/index.ts';
import { Peer } from './peer.ts';

/** An answer as it came. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A message of values by name, as PyMiner's clients write it. */
export function message(values: Readonly<Record<string, unknown>>): string {
  return messageOfPickles(Object.entries(values).map(([name, value]) => [name, encodePickle(value)]));
}

/** A message of pickles by name. */
export function messageOfPickles(pickles: readonly (readonly [name: string, pickle: Uint8Array])[]): string {
  const entries = pickles.map(
    ([name, pickle]) => [name, { byteLength: pickle.length, chunks: () => [pickle] }] as const,
  );
  return Buffer.concat([...encodeHttpMessage(pickleBytesDict(entries)).chunks()]).toString('latin1');
}

/** Which port: the server's own, or the second one, for variables. */
export type Port = 'host' | 'variables';

/** A host that runs. */
export interface HttpHost {
  readonly host: Pick<Host, 'inspect'>;
}

/** The number of a port that was published; NaN where there is none. */
export function portOf({ host }: HttpHost, port: Port): number {
  const { tcp, pyminerHttp } = host.inspect().addresses;
  return Number((port === 'host' ? tcp : pyminerHttp)?.port);
}

/** Sends bytes, and gives the answer when the server has closed. Throws when there is none. */
export async function exchange(running: HttpHost, port: Port, request: string): Promise<HttpAnswer> {
  const peer = await Peer.connect(portOf(running, port));
  peer.send(Buffer.from(request, 'latin1'));
  return parse(await peer.rest());
}

/** Asks for a path by GET, without headers unless there are some. */
export function get(
  running: HttpHost,
  port: Port,
  target: string,
  headers: readonly string[] = [],
): Promise<HttpAnswer> {
  return exchange(running, port, [`GET ${target} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
}

/** Takes an answer apart. Throws for what is none. */
export function parse(text: string): HttpAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, Math.max(0, end)).split('\r\n');
  const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(first) ?? [];
  if (status === undefined) throw new Error(`no answer: ${JSON.stringify(text.slice(0, 100))}`);
  const headers = lines.map(
    (line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)] as const,
  );
  return { status: Number(status), headers: new Map(headers), body: text.slice(end + 4) };
}
