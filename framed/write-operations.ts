import { type CommandContext, HeadframeError, type PublicInterface } from 'headframe';
import {
  cutParts,
  decodeDeletesMeta,
  decodeNameMeta,
  decodePlacedWrite,
  decodeWriteMeta,
  decodeWritesMeta,
  encodeRevisions,
  FLAG,
  type Frame,
  type FrameHead,
} from 'headframe/codec';
import type { Author, Interface as Workspace, WriteRequest } from 'headframe/workspace';
import { type Answer, metaAnswer, type Pending } from './answer.ts';
import { Deletions } from './deletions.ts';
import { framedError } from './errors.ts';
import { checkFlags, levelOf } from './flags.ts';
import type { Places } from './places.ts';
import { StreamedWrite } from './streamed-write.ts';

/** Set, delete and their batches, by the workspace's interface; the session's client is who changes. */
export class WriteOperations {
  /** To be told of what the workspace announces. */
  readonly deletions: Deletions = new Deletions();
  readonly #context: CommandContext;
  readonly #places: Places;
  /** Values that are coming, or have come and wait for their turn. */
  readonly #streams = new Set<StreamedWrite>();
  readonly #beginBlob: Workspace['beginBlob'];
  readonly #commit: Workspace['commitBlob'];
  readonly #write: Workspace['writeNow'];
  readonly #writeTogether: Workspace['writeTogether'];
  readonly #writeMany: Workspace['writeMany'];
  readonly #delete: Workspace['delete'];
  readonly #revision: Workspace['revision'];

  constructor(workspace: PublicInterface<Workspace>, context: CommandContext, places: Places) {
    this.#context = context;
    this.#places = places;
    // Taken from the facade once: its methods find the workspace at each call.
    this.#beginBlob = workspace.beginBlob;
    this.#commit = workspace.commitBlob;
    this.#write = workspace.writeNow;
    this.#writeTogether = workspace.writeTogether;
    this.#writeMany = workspace.writeMany;
    this.#delete = workspace.delete;
    this.#revision = workspace.revision;
  }

  /** What takes the payload of a set that comes in pieces; nothing when it is to be in memory. */
  sinkOf({ flags, payloadLength }: FrameHead, meta: Buffer): StreamedWrite | undefined {
    if (flags & FLAG.place) return undefined;
    const stream = StreamedWrite.begin(() => {
      this.#check(flags, FLAG.methodMask | FLAG.revision | FLAG.levelMask);
      const { name, method, document, buffers, ifRevision } = decodeWriteMeta(meta, flags, payloadLength);
      const options = { ...this.#author(), level: levelOf(flags), ifRevision };
      return this.#beginBlob({ name, method, document, buffers }, options);
    });
    if (stream) this.#streams.add(stream);
    return stream;
  }

  /** The session is over: nothing is left of values of which not all has come. */
  close(): void {
    for (const stream of this.#streams) stream.abort();
    this.#streams.clear();
  }

  /** Throws `BAD_META`, and what the workspace's `write` and `commitBlob` do. */
  set(frame: Frame): Answer | Pending {
    const { meta, flags, payload, sink } = frame;
    if (sink instanceof StreamedWrite) {
      this.#streams.delete(sink);
      return this.#begin(async () => [(await sink.finish()).revision]);
    }
    if (flags & FLAG.place && this.#places.isGranted) return this.#setPlaced(frame);
    this.#check(flags, FLAG.methodMask | FLAG.revision | FLAG.levelMask);
    const parts = decodeWriteMeta(meta, flags, payload.length);
    const { name, method, ifRevision } = parts;
    const { document, buffers } = cutParts(payload, parts);
    const { client: provider, session } = this.#context;
    const options = { provider, session, level: levelOf(flags), ifRevision };
    const before = this.#revision();
    const written = this.#write(name, { method, document, buffers }, options);
    if (!(written instanceof Promise)) return revisionsAnswer([written.revision]);
    return this.#follow(
      written.then(({ revision }) => [revision]),
      before,
    );
  }

  /**
   * Several sets, of a method alone, in one step: the revision of each. Nothing when they cannot all be made at once:
   * then nothing is made, and each of them says by itself what is wrong.
   */
  setTogether(frames: readonly Frame[]): number[] | undefined {
    const { client: provider, session, role } = this.#context;
    if (role === 'read') return undefined;
    const requests: WriteRequest[] = [];
    try {
      for (const { meta, flags, payload } of frames) {
        const parts = decodeWriteMeta(meta, flags, payload.length);
        const { document, buffers } = cutParts(payload, parts);
        requests.push({ name: parts.name, value: { method: parts.method, document, buffers } });
      }
    } catch {
      return undefined;
    }
    return this.#writeTogether(requests, { provider, session })?.map(({ revision }) => revision);
  }

  /** The value is a file that the client wrote: it is taken, or removed. */
  #setPlaced({ meta, flags, payload }: Frame): Pending {
    const { name, method, ifRevision, file, document, buffers } = decodePlacedWrite(meta, flags);
    if (payload.length > 0) throw framedError('BAD_META', 'a value in a file comes without a payload');
    this.#places.checkFile(file);
    const ends = [document, ...buffers].map(({ offset, length }) => (length > 0 ? offset + length : 0));
    const layout = { method, size: ends.reduce((a, b) => Math.max(a, b)), document, buffers };
    return this.#begin(async () => {
      try {
        this.#check(flags, FLAG.methodMask | FLAG.revision | FLAG.levelMask | FLAG.place);
        const options = { ...this.#author(), level: levelOf(flags), ifRevision };
        const { revision } = await this.#commit(name, file, layout, options);
        return [revision];
      } catch (error) {
        await this.#places.remove(file);
        throw error;
      }
    });
  }

  /** Throws as `set`, and `BAD_ARGUMENT` for a name that comes twice. */
  setMany({ meta, flags, payload }: Frame): Answer | Pending {
    this.#check(flags, FLAG.levelMask);
    let at = 0;
    const entries = decodeWritesMeta(meta, payload.length);
    const requests = entries.map((entry): WriteRequest => {
      const { name, method, ifRevision } = entry;
      const value = { method, ...cutParts(payload, entry, at) };
      at += entry.document;
      for (const length of entry.buffers) at += length;
      return { name, value, ifRevision };
    });
    const level = levelOf(flags);
    // Names that come twice are refused by what writes them one by one.
    const isPlain = level === undefined && new Set(entries.map(({ name }) => name)).size === entries.length;
    const written = isPlain ? this.#writeTogether(requests, this.#author()) : undefined;
    if (written) return revisionsAnswer(written.map(({ revision }) => revision));
    return this.#begin(async () => {
      const each = await this.#writeMany(requests, { ...this.#author(), level });
      return entries.map(({ name }) => each.get(name)?.revision ?? 0);
    });
  }

  /** Throws `BAD_META`, and what the workspace's `delete` does. */
  delete({ meta, flags }: Frame): Pending {
    this.#check(flags, FLAG.revision);
    const { name, revision } = decodeNameMeta(meta, flags);
    return this.#deleteAll([{ name, ifRevision: revision }]);
  }

  /** Throws as `delete`. */
  deleteMany({ meta, flags }: Frame): Pending {
    this.#check(flags, 0);
    return this.#deleteAll(decodeDeletesMeta(meta));
  }

  #deleteAll(entries: readonly { name: string; ifRevision?: number | undefined }[]): Pending {
    const names = entries.map(({ name }) => name);
    const ifRevision = new Map<string, number>();
    for (const entry of entries)
      if (entry.ifRevision !== undefined) ifRevision.set(entry.name, entry.ifRevision);
    return this.#begin(async () => {
      this.deletions.begin();
      let deleted: Map<string, number> | undefined;
      try {
        await this.#delete(names, { ...this.#author(), ifRevision });
      } finally {
        deleted = this.deletions.end(names);
      }
      return names.map((name) => deleted.get(name) ?? 0);
    });
  }

  /** Starts a change. Whether it has been made already shows in the workspace's revision. */
  #begin(change: () => Promise<number[]>): Pending {
    const before = this.#revision();
    return this.#follow(change(), before);
  }

  #follow(change: Promise<number[]>, before: number): Pending {
    const answer = change.then(revisionsAnswer);
    return this.#revision() === before ? { answer, applied: answer } : { answer };
  }

  #author(): Author {
    const { client: provider, session } = this.#context;
    return { provider, session };
  }

  #check(flags: number, allowed: number): void {
    checkFlags(flags, allowed);
    const { role } = this.#context;
    if (role !== 'read') return;
    throw new HeadframeError('FORBIDDEN', `a change needs the role write; this session has ${role}`);
  }
}

function revisionsAnswer(revisions: readonly number[]): Answer {
  return metaAnswer(encodeRevisions(revisions));
}
