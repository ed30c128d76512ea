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
} from 'headframe/codec';
import type { Author, Interface as Workspace, WriteRequest } from 'headframe/workspace';
import { type Answer, metaAnswer, type Pending } from './answer.ts';
import { Deletions } from './deletions.ts';
import { framedError } from './errors.ts';
import { checkFlags, levelOf } from './flags.ts';
import type { Places } from './places.ts';

/** Set, delete and their batches, by the workspace's interface; the session's client is who changes. */
export class WriteOperations {
  /** To be told of what the workspace announces. */
  readonly deletions: Deletions = new Deletions();
  readonly #context: CommandContext;
  readonly #places: Places;
  readonly #commit: Workspace['commitBlob'];
  readonly #write: Workspace['writeNow'];
  readonly #writeMany: Workspace['writeMany'];
  readonly #delete: Workspace['delete'];
  readonly #revision: Workspace['revision'];

  constructor(workspace: PublicInterface<Workspace>, context: CommandContext, places: Places) {
    this.#context = context;
    this.#places = places;
    // Taken from the facade once: its methods find the workspace at each call.
    this.#commit = workspace.commitBlob;
    this.#write = workspace.writeNow;
    this.#writeMany = workspace.writeMany;
    this.#delete = workspace.delete;
    this.#revision = workspace.revision;
  }

  /** Throws `BAD_META`, and what the workspace's `write` and `commitBlob` do. */
  set(frame: Frame): Answer | Pending {
    const { meta, flags, payload } = frame;
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
  setMany({ meta, flags, payload }: Frame): Pending {
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
    return this.#begin(async () => {
      const written = await this.#writeMany(requests, { ...this.#author(), level: levelOf(flags) });
      return entries.map(({ name }) => written.get(name)?.revision ?? 0);
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
