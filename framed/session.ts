import type { CommandContext } from 'headframe';
import {
  FRAME_KIND,
  Frame,
  FrameError,
  type FrameHead,
  type FramePart,
  FrameReader,
  NOTIFICATION,
  OPERATION,
  type PayloadSink,
  RefusedFrame,
} from 'headframe/codec';
import { type Answer, type Pending, writeAnswer, writeError, writeRevision } from './answer.ts';
import { CommandOperations } from './command-operations.ts';
import { framedError } from './errors.ts';
import { Feed } from './feed.ts';
import { FrameGroups } from './frame-groups.ts';
import { FramedOutput } from './framed-output.ts';
import { type Hello, welcome } from './hello.ts';
import { Operations } from './operations.ts';
import type { FramedPeer } from './peer.ts';
import { Places } from './places.ts';
import type { Receiver } from './receiver.ts';
import { Requests } from './requests.ts';

/** Which setting a limit of the reader comes from. */
const LIMIT_SETTINGS: Readonly<Partial<Record<FramePart, string>>> = {
  frame: 'maxOpeningBytes',
  payload: 'maxPayloadBytes',
};

const sessions = new WeakMap<CommandContext, FramedSession>();

/** The framed session that a command came by; nothing when it came in another way. */
export function framedSessionOf(context: CommandContext): FramedSession | undefined {
  return sessions.get(context);
}

/**
 * One framed client: frames in, answers out.
 *
 * Notes: requests take effect in the order in which they came; what cannot begin yet waits here as far as it has
 * come already, and then in the system's buffers: the socket is not read.
 */
export class FramedSession implements Receiver {
  readonly limitsOpening: boolean = true;
  /** What the client is told without asking. */
  readonly feed: Feed;
  /** Whether it is told where values lie. */
  readonly places: Places;
  readonly #peer: FramedPeer;
  readonly #reader: FrameReader;
  readonly #frames: FrameGroups;
  readonly #output: FramedOutput;
  readonly #operations: Operations;
  readonly #commands: CommandOperations;
  readonly #requests = new Requests();
  #paused = false;
  #busy = false;

  constructor(peer: FramedPeer) {
    const { host, context } = peer;
    const { maxPayloadBytes: payload, maxOpeningBytes: frame } = host.settings;
    this.#peer = peer;
    this.#reader = new FrameReader({ payload, frame }, (head, meta) => this.#sinkOf(head, meta));
    this.#frames = new FrameGroups(this.#reader);
    this.#output = peer.writeBy((sink) => new FramedOutput(sink, () => this.#onWritten()));
    this.places = new Places(peer);
    this.#operations = new Operations(host, context, this.places);
    this.#commands = new CommandOperations(peer);
    this.feed = new Feed(peer, this.#output);
    host.framed.add(this);
    sessions.set(context, this);
  }

  /** What commands know it by. */
  get id(): string {
    return this.#peer.context.session;
  }

  /** Whether the client has been let in. */
  get established(): boolean {
    return this.#peer.established;
  }

  get isInsidePacket(): boolean {
    return this.#reader.isInsideFrame;
  }

  receive(chunk: Buffer): void {
    this.feed.alive();
    const isHeld = this.#isHeld;
    this.#output.gather();
    this.#reader.feed(chunk);
    if (isHeld) {
      this.#frames.hold();
      this.#pause();
    } else this.#begin();
    // What can be answered at once has left before anything else is read.
    this.#output.flush();
    this.#tellBusy();
  }

  room(): Buffer | undefined {
    return this.#reader.room();
  }

  filled(count: number): void {
    this.feed.alive();
    this.#output.gather();
    this.#reader.filled(count);
    this.#begin();
    this.#output.flush();
    this.#tellBusy();
  }

  goAway(reason: string, code: string): void {
    this.feed.goAway(reason, code);
  }

  /** Lets the client in, and says what it needs to know. Throws `UNAUTHENTICATED`, `BAD_REQUEST`. */
  hello({ client, token, subscribe, since }: Hello): object {
    const peer = this.#peer;
    if (peer.established) throw framedError('BAD_REQUEST', 'hello was said already');
    const role = peer.admit(client ?? peer.peer, token ?? undefined);
    this.#reader.limits = { payload: peer.host.settings.maxPayloadBytes };
    const isComplete = this.feed.begin(subscribe, since);
    return welcome(peer, { role, resync: !isComplete, places: this.places.offer() });
  }

  /** Asks whether the client lives. One that is not read at the moment has no way to say so. */
  beat(revision: number): void {
    if (this.#paused && !this.#output.isFull) this.feed.alive();
    this.feed.beat(revision);
  }

  /** A variable was deleted by this session. */
  deleted(name: string, revision: number): void {
    this.#operations.deletions.tell(name, revision);
  }

  /** It is over. */
  close(): void {
    this.#operations.close();
    this.feed.close();
    this.places.close();
  }

  get #isHeld(): boolean {
    return this.#requests.isFull || this.#output.isFull;
  }

  #onWritten(): void {
    this.feed.advance();
    if (this.#paused || this.#frames.isWaiting) this.#begin();
    this.#tellBusy();
  }

  #onMoved(): void {
    this.#begin();
    this.#tellBusy();
  }

  /** Begins what may begin of what has come. */
  #begin(): void {
    while (!this.#isHeld && !this.#peer.ending) {
      const next = this.#frames.next();
      if (next === undefined) break;
      if (next instanceof RefusedFrame) this.#refuse(next);
      else if (next instanceof Frame) this.#take(next);
      else this.#takeSets(next);
    }
    if (this.#frames.isWaiting) this.#frames.hold();
    else if (this.#paused && !this.#isHeld) this.#resume();
  }

  /** Writes what several sets ask for in one go; where one of them cannot be, each by itself. */
  #takeSets(frames: readonly Frame[]): void {
    const isOpen = ({ id }: Frame): boolean => this.#requests.has(id);
    const revisions =
      this.established && !frames.some(isOpen) ? this.#operations.performSets(frames) : undefined;
    if (revisions === undefined) {
      this.#frames.putBack(frames);
      return;
    }
    for (const [index, revision] of revisions.entries()) {
      this.#peer.counts.request();
      writeRevision(this.#output, OPERATION.set, frames[index]?.id ?? 0, revision);
    }
  }

  /** A request that will not be performed is read as any other. */
  #sinkOf(head: FrameHead, meta: Buffer): PayloadSink | undefined {
    const isRequest = this.established && head.kind === FRAME_KIND.request;
    if (!isRequest || this.#problemOf(head) !== undefined) return undefined;
    return this.#operations.sinkOf(head, meta);
  }

  #take(frame: Frame): void {
    const problem = this.#problemOf(frame);
    if (problem !== undefined) this.#breakOff(frame, new FrameError('BAD_FRAME', problem));
    else if (frame.kind === FRAME_KIND.request) this.#answer(frame);
  }

  /** Why nobody can do anything with a frame. */
  #problemOf({ kind, operation, id }: Pick<Frame, 'kind' | 'operation' | 'id'>): string | undefined {
    if (kind === FRAME_KIND.answer && operation === NOTIFICATION.heartbeat) {
      return this.feed.answer(id) ? undefined : `there was no heartbeat ${id}`;
    }
    if (kind !== FRAME_KIND.request) return `nobody waits for a frame of kind ${kind}`;
    if (id === 0) return 'the id of a request is not 0';
    return this.#requests.has(id) ? `the id ${id} belongs to an open request` : undefined;
  }

  #answer(frame: Frame): void {
    const { operation, id } = frame;
    this.#peer.counts.request();
    try {
      const answer = this.#perform(frame);
      if (!('answer' in answer)) {
        writeAnswer(this.#output, operation, id, answer);
        return;
      }
      this.#requests.follow(id, answer, {
        answered: (one) => writeAnswer(this.#output, operation, id, one),
        failed: (error) => this.#fail(operation, id, error),
        moved: () => this.#onMoved(),
      });
    } catch (error) {
      this.#fail(operation, id, error);
    }
  }

  #perform(frame: Frame): Answer | Pending {
    if (frame.operation === OPERATION.command) return this.#commands.perform(frame);
    if (this.established) return this.#operations.perform(frame);
    throw framedError('NEEDS_HELLO', `operation ${frame.operation} was asked for before hello`);
  }

  #fail(operation: number, id: number, error: unknown): void {
    this.#peer.counts.error(error);
    writeError(this.#output, operation, id, error);
    if (!this.established) this.#peer.end('it was not let in');
  }

  #refuse(frame: RefusedFrame): void {
    const { kind, operation, id, skipped, part } = frame;
    const setting = part && LIMIT_SETTINGS[part];
    const text = setting
      ? `${frame.error.message} (setting ${this.#peer.host.plugin}.${setting})`
      : frame.error.message;
    const error = new FrameError(frame.error.code, text);
    if (kind === FRAME_KIND.request && skipped) this.#fail(operation, id, error);
    else this.#breakOff(frame, error);
  }

  /** Nothing that follows can be read. */
  #breakOff({ operation, id }: Frame | RefusedFrame, error: FrameError): void {
    this.#peer.counts.error(error);
    writeError(this.#output, operation, error.code === 'BAD_FRAME' ? 0 : id, error);
    this.#peer.end(error.message);
  }

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#peer.pause();
  }

  #resume(): void {
    this.#paused = false;
    this.#peer.resume();
  }

  #tellBusy(): void {
    const busy = !this.#requests.isEmpty || this.#output.queuedBytes > 0;
    if (busy === this.#busy) return;
    this.#busy = busy;
    this.#peer.busy(busy);
  }
}
