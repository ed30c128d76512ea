import type { IncomingMessage, ServerResponse } from 'node:http';
import { codeOf, type Logger, messageOf, ROLES, type Role } from 'headframe';
import type { OriginRules } from '../access/request-origin.ts';
import type { Visitor, Visitors } from '../access/visitors.ts';
import { type Arrival, arrivalOf } from './arrival.ts';
import { readBody } from './read-body.ts';
import { plain, unknownVisitor } from './refusal.ts';
import { findRoute, type Reply, type Route } from './route.ts';
import { securityHeaders } from './security-headers.ts';

/** What requests are answered with. */
export interface Answering {
  readonly visitors: Visitors;
  readonly logger: Logger;
  readonly counters: { httpRequests: number; refused: number };
  /** In which order does not matter. */
  readonly routes: readonly Route[];
  rules(): OriginRules;
}

const METHODS = ['GET', 'HEAD', 'POST'];

/** Answers one request. Rejects when an answer cannot be written as it is. */
export async function answerRequest(
  answering: Answering,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  answering.counters.httpRequests += 1;
  let host = 'localhost';
  let reply: Reply;
  try {
    const arrival = arrivalOf(request, answering.rules());
    if ('refusal' in arrival) {
      answering.counters.refused += 1;
      reply = arrival.refusal;
    } else {
      host = arrival.host;
      reply = await replyTo(answering, request, arrival);
    }
  } catch (error) {
    reply = failure(answering.logger, request, error);
  }
  send(request, response, host, reply);
}

async function replyTo(
  { visitors, routes }: Answering,
  request: IncomingMessage,
  { origin, path, query }: Arrival,
): Promise<Reply> {
  const { method = '', headers } = request;
  if (!METHODS.includes(method)) return plain(405, 'only GET, HEAD and POST', { Allow: METHODS.join(', ') });
  const visitor = visitors.identify(headers, origin);
  const route = findRoute(routes, method, path);
  const problem = problemOf(route, visitor);
  if (problem || !route) return problem ?? plain(404, 'there is nothing of this name');
  // A browser says with every POST whose page made it; a program shows a token.
  if (method === 'POST' && origin !== 'own' && !(visitor && 'token' in visitor.credential))
    return plain(403, 'a POST comes from a page of this server, or with a token');
  return route.answer({ method, path, query, headers, role: visitor?.role, body: () => readBody(request) });
}

/** Who is not let in is told nothing of what there is. */
function problemOf(route: Route | undefined, visitor: Visitor | undefined): Reply | undefined {
  if (route?.needs === 'anyone') return undefined;
  if (!visitor) return unknownVisitor();
  if (!route) return plain(404, 'there is nothing of this name');
  return may(visitor.role, route.needs) ? undefined : plain(403, `this needs the role ${route.needs}`);
}

function may(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

function failure(logger: Logger, { method, url }: IncomingMessage, error: unknown): Reply {
  const code = codeOf(error);
  if (code === 'UNAUTHENTICATED') return unknownVisitor();
  if (code === 'TOO_LARGE') return plain(413, messageOf(error));
  const path = url?.replace(/\?.*/s, '');
  logger.error({ err: error, method, path }, `${method} ${path} failed: ${messageOf(error)}`);
  return plain(500, 'the server failed; its log says why');
}

function send(request: IncomingMessage, response: ServerResponse, host: string, reply: Reply): void {
  const { status, headers = {}, body = '' } = reply;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  // What has not been read of a request would be taken for the next one.
  const connection = request.complete ? {} : { Connection: 'close' };
  const length = { 'Content-Length': String(bytes.byteLength) };
  response.writeHead(status, { ...securityHeaders(host), ...headers, ...length, ...connection });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}
