import type { FirstBytes } from 'headframe/codec';
import { openFramed, type Receiver } from 'headframe/framed';
import type { Connection } from '../connection.ts';
import { openHostHttp, openVariableHttp } from '../http/index.ts';
import { openClassicLong, openClassicShort } from './classic.ts';
import { openNamed, refuseGarbage } from './named.ts';

/**
 * Takes a connection over whose first bytes are known, and gives what receives the bytes after them;
 * nothing when it closes the connection. `bytes` are all that have come.
 */
export type OpenDialect = (connection: Connection, bytes: Buffer) => Receiver | undefined;

/** Who speaks on a connection, by its first bytes. A further dialect is a further line. */
export type Dialects = Readonly<Record<Exclude<FirstBytes, 'incomplete'>, OpenDialect>>;

/** On the port and the Unix socket. */
export const DIALECTS: Dialects = {
  'classic-short': openClassicShort,
  'classic-long': openClassicLong,
  named: openNamed,
  framed: openFramed,
  garbage: refuse,
  http: (connection) =>
    connection.host.settings.http
      ? openHostHttp(connection)
      : drop(connection, 'a browser or another HTTP client'),
  tls: (connection, bytes) => {
    if (!connection.host.secure(connection, bytes)) drop(connection, 'a TLS client');
    return undefined;
  },
};

/** On the second port of PyMiner's HTTP. */
export const HTTP_DIALECTS: Dialects = {
  'classic-short': dropOther,
  'classic-long': dropOther,
  named: dropOther,
  framed: dropOther,
  garbage: dropOther,
  http: openVariableHttp,
  tls: dropOther,
};

function dropOther(connection: Connection): undefined {
  return drop(connection, 'a client that does not speak HTTP');
}

function refuse(connection: Connection, bytes: Buffer): undefined {
  refuseGarbage(connection, bytes);
}

/** Closes without a word: whatever stands behind such a request must not get to talk to the server. */
function drop(connection: Connection, who: string): undefined {
  connection.host.counters.foreign += 1;
  connection.host.foreignNotice.tell(
    { peer: connection.peer },
    `${who} was sent away: that is not spoken here`,
  );
  connection.destroy(`it is ${who}`);
}
