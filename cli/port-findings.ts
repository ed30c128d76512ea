import { createServer } from 'node:net';
import { type Configuration, codeOf, messageOf } from '../core/index.ts';
import { type Finding, finding } from './findings.ts';

/** A port that a built-in plugin is to listen on. */
interface Port {
  readonly subject: string;
  readonly host: string;
  readonly port: number;
}

/**
 * Whether the ports of the socket server, of PyMiner's HTTP and of the web inspector are free, but those that are
 * chosen at the start. `addresses` are those of the host that runs, which has its ports already.
 */
export async function portFindings(
  configuration: Configuration,
  addresses: Readonly<Record<string, unknown>>,
): Promise<Finding[]> {
  const ports = wantedPorts(configuration, addresses);
  const findings: Finding[] = [];
  for (const [index, one] of ports.entries()) {
    const where = `${one.host} port ${one.port}`;
    const other = ports.slice(0, index).find(({ port }) => port === one.port);
    const problem = other ? `is the port of the ${other.subject} too` : await tryPort(one);
    findings.push(
      problem === undefined
        ? finding('ok', one.subject, `${where} is free`)
        : finding('error', one.subject, `${where}: ${messageOf(problem)}`, codeOf(problem)),
    );
  }
  return findings;
}

function wantedPorts(configuration: Configuration, addresses: Readonly<Record<string, unknown>>): Port[] {
  const server = settingsOf(configuration, 'socket-server');
  const inspector = settingsOf(configuration, 'web-inspector');
  const all = [
    { subject: 'socket server', address: addresses.tcp, host: server?.host, port: server?.port },
    {
      subject: "PyMiner's HTTP",
      address: addresses.pyminerHttp,
      host: server?.host,
      port: server?.http === true ? server.httpPort : undefined,
    },
    { subject: 'web inspector', address: addresses.http, host: inspector?.host, port: inspector?.port },
  ];
  return all.flatMap(({ subject, address, host, port }) =>
    address === undefined && typeof host === 'string' && typeof port === 'number' && port !== 0
      ? [{ subject, host, port }]
      : [],
  );
}

/** Nothing of a plugin that is off, or whose settings do not fit: those are findings of their own. */
function settingsOf(
  configuration: Configuration,
  plugin: string,
): Readonly<Record<string, unknown>> | undefined {
  if (!(configuration.enabled(plugin) ?? true)) return undefined;
  try {
    return configuration.settingsOf(plugin);
  } catch (error) {
    if (codeOf(error) === 'BAD_CONFIG') return undefined;
    throw error;
  }
}

/** Listens for a moment; resolves with the error when that is not possible. */
function tryPort({ host, port }: Port): Promise<unknown> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
