import {
  FRAME_KIND,
  FRAMED_PREAMBLE,
  type Frame,
  FrameReader,
  NOTIFICATION,
  RefusedFrame,
} from '../../../codec/frame/framed/index.ts';
import { asClientError, ClientError, clientError } from '../errors.ts';
import { CommandRequest, type Params } from '../requests/command.ts';
import type { OpenRequest } from '../requests/request.ts';
import { FrameOutput } from './frame-output.ts';
import { Heartbeat } from './heartbeat.ts';
import { parseJson } from './json.ts';
import { RequestTable } from './request-table.ts';
import type { SessionInfo } from './session-info.ts';
import type { Dial, Transport } from './transport.ts';

/** How a session ended. */
export interface SessionEnd {
  readonly error: ClientError;
  /** Whether another attempt may succeed. */
  readonly mayReconnect: boolean;
  /** Requests without an answer. */
  readonly unanswered: readonly OpenRequest[];
}

/** What a session tells of. */
export interface SessionEvents {
  readonly ready: (info: SessionInfo) => void;
  readonly notified: (frame: Frame) => void;
  /** The host will close when it has answered what it was asked; nothing more should be sent. */
  readonly leaving: () => void;
  readonly ended: (end: SessionEnd) => void;
}

/** The longest payload that is read: what fits in a `Buffer`. */
const MAX_PAYLOAD_BYTES = 2 ** 32;
const NOTHING = new Uint8Array(0);

/** One connection from its opening to its end, in the framed dialect (docs/reference/framed.md). */
export class Session {
  readonly requests: RequestTable = new RequestTable();
  readonly #events: SessionEvents;
  readonly #transport: Transport;
  readonly #output: FrameOutput;
  readonly #reader = new FrameReader({ payload: MAX_PAYLOAD_BYTES });
  readonly #hello: CommandRequest<void>;
  readonly #heartbeat = new Heartbeat(() => this.#fail('the host has been silent for too long'));
  #opening = '';
  #goAway: { readonly reason: string; readonly code: string; readonly reconnect: boolean } | undefined;
  #isOver = false;

  /** Opens a connection and says hello. The events come later, never before this has returned. */
  constructor(dial: Dial, hello: Params, events: SessionEvents) {
    this.#events = events;
    // At once, not when the promise resolves: what the host sends next may stand in the same chunk.
    this.#hello = new CommandRequest('hello', hello, (answer) =>
      this.#ready(answer.json() as unknown as SessionInfo),
    );
    this.#hello.promise.catch((error: ClientError) => this.#end(error, false));
    this.#transport = dial({
      opened: () => {
        this.#output.bytes(FRAMED_PREAMBLE);
        this.send(this.#hello);
      },
      received: (bytes) => this.#receive(bytes),
      closed: (error) => this.#closed(error),
    });
    this.#output = new FrameOutput(this.#transport);
  }

  /** Sends a request, which is answered or stands among the unanswered at the end. */
  send(request: OpenRequest): void {
    const id = this.requests.add(request);
    try {
      request.write(this.#output, id);
    } catch (error) {
      this.requests.take(id);
      request.refuse(error);
    }
  }

  /** Ends the connection at once. */
  close(error: ClientError, mayReconnect: boolean): void {
    this.#end(error, mayReconnect);
  }

  #ready(info: SessionInfo): void {
    if (this.#isOver) return;
    this.#heartbeat.start(info.heartbeat);
    this.#events.ready(info);
  }

  #receive(bytes: Uint8Array): void {
    this.#heartbeat.seen();
    const rest = this.#opening.length < FRAMED_PREAMBLE.length ? this.#open(bytes) : bytes;
    if (rest === undefined) return;
    try {
      this.#frames(rest);
    } catch (error) {
      this.#end(asClientError(error), true);
    }
  }

  #frames(bytes: Uint8Array): void {
    const reader = this.#reader;
    reader.feed(bytes);
    for (let frame = reader.next(); frame !== undefined && !this.#isOver; frame = reader.next()) {
      if (frame instanceof RefusedFrame) this.#refused(frame);
      else this.#frame(frame);
    }
  }

  /** Checks the bytes that the host opens with; gives those after them. */
  #open(bytes: Uint8Array): Uint8Array | undefined {
    const missing = FRAMED_PREAMBLE.length - this.#opening.length;
    this.#opening += String.fromCharCode(...bytes.subarray(0, missing));
    if (FRAMED_PREAMBLE.startsWith(this.#opening)) return bytes.subarray(missing);
    const found = JSON.stringify(this.#opening);
    this.#end(
      clientError('PROTOCOL', `what listens there answers ${found}: it does not speak headframe/1`),
      false,
    );
    return undefined;
  }

  #frame(frame: Frame): void {
    if (frame.kind === FRAME_KIND.answer) this.#request(frame.id)?.answer(frame);
    else if (frame.kind === FRAME_KIND.error) this.#error(frame);
    else if (frame.kind === FRAME_KIND.notification) this.#notification(frame);
    else this.#fail(`it sent a frame of kind ${frame.kind}`);
  }

  #request(id: number): OpenRequest | undefined {
    const request = this.requests.take(id);
    if (request === undefined) this.#fail(`it answered a request ${id} that nobody made`);
    return request;
  }

  #error({ id, meta }: Frame): void {
    const {
      code,
      message,
      data = {},
    } = parseJson(meta) as {
      code?: string;
      message?: string;
      data?: Readonly<Record<string, unknown>>;
    };
    const error = new ClientError(code ?? 'INTERNAL', message ?? 'the host failed', { data });
    if (id === 0) this.#end(error, false);
    else this.#request(id)?.fail(error);
  }

  #notification(frame: Frame): void {
    if (frame.operation === NOTIFICATION.heartbeat) {
      const head = { operation: frame.operation, flags: 0, id: frame.id };
      this.#output.frame(FRAME_KIND.answer, head, NOTHING, '', []);
    } else if (frame.operation === NOTIFICATION.goAway) {
      this.#goAway = parseJson(frame.meta) as { reason: string; code: string; reconnect: boolean };
      this.#events.leaving();
    } else this.#events.notified(frame);
  }

  #refused({ id, error, skipped }: RefusedFrame): void {
    if (skipped) this.#request(id)?.fail(new ClientError(error.code, error.message));
    else this.#fail(error.message);
  }

  #fail(what: string): void {
    this.#end(clientError('DISCONNECTED', `the connection was given up: ${what}`), true);
  }

  #closed(cause: Error | undefined): void {
    const goAway = this.#goAway;
    const why = goAway?.reason ?? cause?.message ?? 'the host closed it';
    const data = goAway && { code: goAway.code };
    const error = new ClientError('DISCONNECTED', `the connection ended: ${why}`, {
      cause,
      ...(data && { data }),
    });
    this.#end(error, goAway?.reconnect ?? true);
  }

  #end(error: ClientError, mayReconnect: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#heartbeat.stop();
    this.#transport.close();
    const unanswered = [...this.requests.requests()].filter((request) => request !== this.#hello);
    this.#events.ended({ error, mayReconnect, unanswered });
  }
}
