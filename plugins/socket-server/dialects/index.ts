import type { FirstBytes } from 'headframe/codec';
import { openFramed, type Receiver } from 'headframe/framed';
import type { Connection } from '../connection.ts';
import { openClassicLong, openClassicShort } from './classic.ts';
import { openNamed, refuseGarbage } from './named.ts';

/**
 * Takes a connection over whose first bytes are known, and gives what receives the bytes after them;
 * nothing when it closes the connection. `bytes` are all that have come.
 */
export type OpenDialect = (connection: Connection, bytes: Buffer) => Receiver | undefined;

/** Who speaks on a connection, by its first bytes. A further dialect is a further line. */
export const DIALECTS: Readonly<Record<Exclude<FirstBytes, 'incomplete'>, OpenDialect>> = {
  'classic-short': openClassicShort,
  'classic-long': openClassicLong,
  named: openNamed,
  framed: openFramed,
  garbage: refuse,
  http: (connection) => drop(connection, 'a browser or another HTTP client'),
  tls: (connection, bytes) => {
    if (!connection.host.secure(connection, bytes)) drop(connection, 'a TLS client');
    return undefined;
  },
};

function refuse(connection: Connection, bytes: Buffer): undefined {
  refuseGarbage(connection, bytes);
}

/** Closes without a word: whatever stands behind such a request must not get to talk to the server. */
function drop(connection: Connection, who: string): undefined {
  connection.host.counters.foreign += 1;
  connection.host.foreignNotice.tell(
    { peer: connection.peer },
    `${who} was sent away: this port speaks PyMiner's dialects`,
  );
  connection.destroy(`it is ${who}`);
}
