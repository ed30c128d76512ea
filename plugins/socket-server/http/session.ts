import { codeOf } from 'headframe';
import {
  type AnswerPart,
  encodeResponseHead,
  HttpError,
  type HttpRequest,
  HttpRequestReader,
} from 'headframe/codec';
import type { Receiver } from 'headframe/framed';
import type { Connection } from '../connection.ts';
import { reasonOf } from '../dialects/answers.ts';
import { type HttpAnswer, textAnswer } from './answer.ts';
import { checkHeaders } from './check-headers.ts';
import { Message } from './message.ts';
import type { Route, Routes } from './route.ts';
import { statusOf } from './statuses.ts';

/** Longest text of a parameter beside the message. */
const MAX_PARAMETER_LENGTH = 64;

/**
 * A connection of PyMiner's HTTP generation: one request by GET, one answer, the end.
 *
 * Notes: the path has to come as soon as a preamble, the whole request within `idleSeconds`, however slowly it drips.
 * A request that is not taken is answered with its reason, in the text and in the header `X-Headframe-Error`.
 */
export class HttpSession implements Receiver {
  readonly isInsidePacket: boolean = true;
  readonly #connection: Connection;
  readonly #routes: Routes;
  readonly #reader: HttpRequestReader;
  #route: Route | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #over = false;

  constructor(connection: Connection, routes: Routes) {
    this.#connection = connection;
    this.#routes = routes;
    this.#reader = new HttpRequestReader(connection.host.settings.maxPacketBytes);
  }

  receive(chunk: Buffer): void {
    if (this.#over) return;
    try {
      const request = this.#reader.push(chunk);
      this.#route ??= this.#begin();
      if (request && this.#route) this.#work(this.#serve(this.#route, request));
    } catch (error) {
      this.#work(Promise.reject(error));
    }
  }

  /** Answers that the client is not let in. */
  refuse(error: unknown): void {
    this.#connection.host.counters.refused += 1;
    this.#work(Promise.reject(error));
  }

  /** Once the path is known, a request is served. */
  #begin(): Route | undefined {
    const connection = this.#connection;
    const { path } = this.#reader;
    if (path === undefined) return undefined;
    const route = this.#routes.get(path.replace(/^\//, ''));
    if (!route) throw new HttpError(404, `there is no ${JSON.stringify(path)} here`);
    connection.establish({ dialect: 'http', client: connection.peer, long: false, broadcasts: false });
    const ms = connection.host.settings.idleSeconds * 1000;
    this.#deadline = setTimeout(() => connection.end('its request took too long'), ms);
    connection.context.signal.addEventListener('abort', () => clearTimeout(this.#deadline));
    return route;
  }

  /** Not asynchronous itself: the request's memory goes when its message is taken. */
  #serve(route: Route, { headers, query }: HttpRequest): Promise<HttpAnswer> {
    const { host, context } = this.#connection;
    checkHeaders(headers, host.settings.host);
    return route.answer({
      message: new Message(query.get('msg')),
      parameters: new Map([...query].map(([name, value]) => [name, shortText(value)])),
      dispatch: async <Result extends object>(method: string, params: readonly unknown[]) =>
        (await host.commands.dispatch(method, params, context)) as Result,
    });
  }

  /** Takes nothing more, writes the answer or why there is none, and closes. */
  #work(answer: Promise<HttpAnswer>): void {
    const connection = this.#connection;
    this.#over = true;
    clearTimeout(this.#deadline);
    connection.busy(true);
    connection.counts.request();
    answer
      .then(
        (made) => this.#write(made, {}),
        (error: unknown) => this.#fail(error),
      )
      .catch((error: unknown) => connection.fail(error))
      .finally(() => {
        connection.busy(false);
        connection.end('it has its answer');
      });
  }

  async #fail(error: unknown): Promise<void> {
    const { counts, context, host } = this.#connection;
    const code = codeOf(error);
    counts.error(error);
    const { session, client } = context;
    const reason = reasonOf(error);
    const text = `an HTTP request of ${client} failed: ${reason}`;
    if (code === 'INTERNAL') host.logger.error({ session, client, err: error }, text);
    else host.logger.debug({ session, client, code }, text);
    const status = statusOf(error);
    const answer = this.#route?.failed?.(error, status) ?? textAnswer(`Failed: ${reason}`, status);
    await this.#write(answer, { 'X-Headframe-Error': `${code}: ${reason}` });
  }

  #write(
    { status, contentType, body }: HttpAnswer,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    const head = encodeResponseHead({ status, contentType, contentLength: body.byteLength, headers });
    return this.#connection.outbox.answer(partsOf(head, body.chunks()));
  }
}

/** The head goes out with what follows it: a client takes no more than one read for it. */
function* partsOf(head: Buffer, chunks: Iterable<Uint8Array>): Generator<AnswerPart> {
  let isFirst = true;
  for (const chunk of chunks) {
    const bytes = isFirst
      ? Buffer.concat([head, chunk])
      : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    yield { bytes, delayBeforeMs: 0 };
    isFirst = false;
  }
}

function shortText(value: Buffer): string {
  return value.toString('latin1', 0, MAX_PARAMETER_LENGTH);
}
