import { type CommandContext, HeadframeError } from 'headframe';
import { type Frame, type FrameHead, OPERATION, type PayloadSink } from 'headframe/codec';
import type { Answer, Pending } from './answer.ts';
import type { Deletions } from './deletions.ts';
import type { FramedHost } from './peer.ts';
import type { Places } from './places.ts';
import { ReadOperations } from './read-operations.ts';
import { WriteOperations } from './write-operations.ts';

/** The operations 1 to 7 of one session: no JSON, and no table of commands on their way. */
export class Operations {
  readonly #reads: ReadOperations;
  readonly #writes: WriteOperations;

  constructor({ workspace, settings, plugin }: FramedHost, context: CommandContext, places: Places) {
    this.#reads = new ReadOperations(workspace, places, {
      bytes: settings.maxPayloadBytes,
      setting: `${plugin}.maxPayloadBytes`,
    });
    this.#writes = new WriteOperations(workspace, context, places);
  }

  /** To be told of what the workspace announces. */
  get deletions(): Deletions {
    return this.#writes.deletions;
  }

  /** Performs sets that ask for nothing but to be written: their revisions; nothing when they have to be performed one by one. */
  performSets(frames: readonly Frame[]): number[] | undefined {
    return this.#writes.setTogether(frames);
  }

  /** What takes the payload of a request that comes in pieces; nothing: memory. */
  sinkOf(head: FrameHead, meta: Buffer): PayloadSink | undefined {
    return head.operation === OPERATION.set ? this.#writes.sinkOf(head, meta) : undefined;
  }

  /** The session is over: what was coming will not come. */
  close(): void {
    this.#writes.close();
  }

  /** Answers a request, or begins to. Throws coded errors; `UNKNOWN_METHOD` for an operation that there is not. */
  perform(frame: Frame): Answer | Pending {
    switch (frame.operation) {
      case OPERATION.get:
        return this.#reads.get(frame);
      case OPERATION.set:
        return this.#writes.set(frame);
      case OPERATION.delete:
        return this.#writes.delete(frame);
      case OPERATION.ping:
        return this.#reads.ping(frame);
      case OPERATION.getMany:
        return this.#reads.getMany(frame);
      case OPERATION.setMany:
        return this.#writes.setMany(frame);
      case OPERATION.deleteMany:
        return this.#writes.deleteMany(frame);
      default:
        throw new HeadframeError('UNKNOWN_METHOD', `there is no operation ${frame.operation}`);
    }
  }
}
