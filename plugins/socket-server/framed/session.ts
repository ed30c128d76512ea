import { hostVersion } from 'headframe';
import {
  encodeFrame,
  FRAME_KIND,
  type Frame,
  FrameError,
  FrameReader,
  MAX_BATCH,
  MAX_META_BYTES,
  NOTIFICATION,
  OPERATION,
  RefusedFrame,
} from 'headframe/codec';
import type { Connection } from '../connection.ts';
import { serverError } from '../errors.ts';
import type { Receiver } from '../receiver.ts';
import { type Answer, type Pending, writeAnswer, writeError } from './answer.ts';
import { CommandOperations } from './command-operations.ts';
import { FramedOutput } from './framed-output.ts';
import { Operations } from './operations.ts';
import { Requests } from './requests.ts';

/** What a client says of itself. */
export interface Hello {
  readonly client: string | null;
  readonly token: string | null;
}

/**
 * One framed client: frames in, answers out.
 *
 * Notes: requests take effect in the order in which they came; what cannot begin yet waits here for as long as
 * it came in one chunk, and then in the system's buffers: the socket is not read.
 */
export class FramedSession implements Receiver {
  readonly limitsOpening: boolean = true;
  readonly #connection: Connection;
  readonly #reader: FrameReader;
  readonly #output: FramedOutput;
  readonly #operations: Operations;
  readonly #commands: CommandOperations;
  readonly #requests = new Requests();
  #paused = false;
  #busy = false;

  constructor(connection: Connection) {
    const { host, context } = connection;
    const { maxPayloadBytes: payload, maxOpeningBytes: frame } = host.settings;
    this.#connection = connection;
    this.#reader = new FrameReader({ payload, frame });
    this.#output = connection.writeBy((socket) => new FramedOutput(socket, () => this.#advance()));
    this.#operations = new Operations(host.workspace, context, payload);
    this.#commands = new CommandOperations(connection);
    host.framed.add(this);
  }

  /** What commands know it by. */
  get id(): string {
    return this.#connection.context.session;
  }

  get isInsidePacket(): boolean {
    return this.#reader.isInsideFrame;
  }

  receive(chunk: Buffer): void {
    const isHeld = this.#isHeld;
    this.#reader.feed(chunk);
    if (isHeld) this.#pause();
    else this.#advance();
  }

  goAway(reason: string, code: string): void {
    const meta = Buffer.from(JSON.stringify({ reason, code, reconnect: true }));
    this.#output.write(
      encodeFrame({ kind: FRAME_KIND.notification, operation: NOTIFICATION.goAway, id: 0, meta }),
    );
  }

  /** A variable was deleted by this session. */
  deleted(name: string, revision: number): void {
    this.#operations.deletions.tell(name, revision);
  }

  /** Lets the client in, and says what it needs to know. Throws `UNAUTHENTICATED`, `BAD_REQUEST`. */
  hello({ client, token }: Hello): object {
    const connection = this.#connection;
    const { host, context } = connection;
    if (connection.established) throw serverError('BAD_REQUEST', 'hello was said already');
    const role = host.authenticate(connection, token ?? undefined);
    connection.establish({
      dialect: 'framed',
      client: client ?? connection.peer,
      long: true,
      broadcasts: false,
    });
    const payload = host.settings.maxPayloadBytes;
    this.#reader.limits = { payload };
    return {
      server: 'headframe',
      version: hostVersion,
      session: context.session,
      role,
      workspace: host.workspace.id(),
      revision: host.workspace.revision(),
      limits: { meta: MAX_META_BYTES, payload, names: MAX_BATCH },
      capabilities: [],
      heartbeat: host.settings.heartbeatSeconds * 1000,
      resync: false,
    };
  }

  get #isHeld(): boolean {
    return this.#requests.isFull || this.#output.isFull;
  }

  /** Begins what may begin of what has come. */
  #advance(): void {
    while (!this.#isHeld && !this.#connection.ending) {
      const frame = this.#reader.next();
      if (frame === undefined) break;
      if (frame instanceof RefusedFrame) this.#refuse(frame);
      else this.#take(frame);
    }
    if (this.#reader.waitingBytes > 0) this.#reader.hold();
    else if (this.#paused && !this.#isHeld) this.#resume();
    this.#tellBusy();
  }

  #take(frame: Frame): void {
    const { kind, operation, id } = frame;
    if (kind !== FRAME_KIND.request || id === 0 || this.#requests.has(id)) {
      this.#breakOff(frame, badFrame(frame, this.#requests.has(id)));
      return;
    }
    const { counters } = this.#connection.host;
    counters.requests += 1;
    try {
      const answer = this.#perform(frame);
      if (!('answer' in answer)) {
        writeAnswer(this.#output, operation, id, answer);
        return;
      }
      this.#requests.follow(id, answer, {
        answered: (one) => writeAnswer(this.#output, operation, id, one),
        failed: (error) => this.#fail(operation, id, error),
        moved: () => this.#advance(),
      });
    } catch (error) {
      this.#fail(operation, id, error);
    }
  }

  #perform(frame: Frame): Answer | Pending {
    if (frame.operation === OPERATION.command) return this.#commands.perform(frame);
    if (!this.#connection.established) {
      throw serverError('NEEDS_HELLO', `operation ${frame.operation} was asked for before hello`);
    }
    return this.#operations.perform(frame);
  }

  #fail(operation: number, id: number, error: unknown): void {
    this.#connection.host.counters.errors += 1;
    writeError(this.#output, operation, id, error);
    if (!this.#connection.established) this.#connection.end('it was not let in');
  }

  #refuse(frame: RefusedFrame): void {
    if (frame.kind !== FRAME_KIND.request || !frame.skipped) this.#breakOff(frame, frame.error);
    else this.#fail(frame.operation, frame.id, frame.error);
  }

  /** Nothing that follows can be read. */
  #breakOff({ operation, id }: Frame | RefusedFrame, error: FrameError): void {
    this.#connection.host.counters.errors += 1;
    writeError(this.#output, operation, error.code === 'BAD_FRAME' ? 0 : id, error);
    this.#connection.end(error.message);
  }

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#connection.pause();
  }

  #resume(): void {
    this.#paused = false;
    this.#connection.resume();
  }

  #tellBusy(): void {
    const busy = !this.#requests.isEmpty || this.#output.queuedBytes > 0;
    if (busy === this.#busy) return;
    this.#busy = busy;
    this.#connection.busy(busy);
  }
}

function badFrame({ kind, id }: Frame, taken: boolean): FrameError {
  if (kind !== FRAME_KIND.request)
    return new FrameError('BAD_FRAME', `nobody waits for a frame of kind ${kind}`);
  return new FrameError(
    'BAD_FRAME',
    taken ? `the id ${id} belongs to an open request` : 'the id of a request is not 0',
  );
}
