import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import type { PageHost } from '../browser/page-host.ts';

/** An answer by HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What is asked for; headers as they stand here, `Host` among them. */
export interface HttpRequest {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

/** Asks a host's page for something, on a connection of its own. */
export function ask(
  host: PageHost,
  path: string,
  { method = 'GET', headers = {}, body }: HttpRequest = {},
): Promise<HttpAnswer> {
  const { hostname, port } = new URL(host.origin);
  return new Promise((resolve, reject) => {
    const asked = request({
      hostname,
      port,
      path,
      method,
      headers,
      agent: false,
      setHost: !('Host' in headers),
    });
    asked.on('error', reject);
    asked.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    asked.end(body);
  });
}

/** Lets a browser in by a ticket: the header of its cookie. */
export async function letIn(host: PageHost): Promise<{ Cookie: string }> {
  const { pathname, search } = new URL(await host.ticketUrl());
  const { headers } = await ask(host, pathname + search);
  return { Cookie: String(headers['set-cookie']?.[0]).split(';')[0] ?? '' };
}
