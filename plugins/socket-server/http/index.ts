import type { Receiver } from 'headframe/framed';
import type { Connection } from '../connection.ts';
import { refusalOf } from '../dialects/refused-text.ts';
import { HOST_ROUTES } from './host-routes.ts';
import type { Routes } from './route.ts';
import { HttpSession } from './session.ts';
import { VARIABLE_ROUTES } from './variable-routes.ts';

/** A client of PyMiner's HTTP generation on the server's own port, which asks for what PyMiner's main program had. */
export function openHostHttp(connection: Connection): Receiver {
  return open(connection, HOST_ROUTES);
}

/** One on the port of the shell, which asks for variables. */
export function openVariableHttp(connection: Connection): Receiver {
  return open(connection, VARIABLE_ROUTES);
}

/** Who is let in is decided as for the text dialects: neither knows a password. */
function open(connection: Connection, routes: Routes): Receiver {
  const session = new HttpSession(connection, routes);
  const refusal = refusalOf(connection);
  if (refusal) session.refuse(refusal);
  return session;
}
