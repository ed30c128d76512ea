import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  decodePlaceMeta,
  decodeRevisions,
  encodeNameMeta,
  encodePlacedWrite,
  type FilePart,
  FLAG,
  FRAME_KIND,
  METHOD_NUMBER,
  OPERATION,
  type PlacedWrite,
  type PlaceMeta,
} from '../../codec/index.ts';
import { lockDataFolder } from '../../core/index.ts';
import { temporaryFolder } from '../core/plugins.ts';
import type { FramedPeer, Received } from './framed-peer.ts';
import { type RunningHost, startHost } from './running-host.ts';

/** What hello offers. */
export interface Offer {
  readonly directory: string;
  readonly challenge: string;
  readonly versions: string;
}

/** A value that was got, and where it was said to lie. */
export interface Placed extends PlaceMeta {
  readonly flags: number;
  readonly payload: Buffer;
}

const FLAGS = { ...METHOD_NUMBER } as const;

/** A host that keeps its workspace on disk, as one that `headframe start` runs. */
export async function startOnDisk(
  context: TestContext,
  settings: Readonly<Record<string, unknown>> = {},
  folder: string = join(temporaryFolder(context), 'data'),
): Promise<RunningHost> {
  const lock = await lockDataFolder(folder);
  context.after(() => lock.release());
  return startHost(context, settings, folder);
}

/** What the error that a request was answered with is called; nothing for an answer. */
export function codeOf({ kind, meta }: Received): string | undefined {
  return kind === FRAME_KIND.error ? JSON.parse(meta.toString()).code : undefined;
}

/** A framed client that reads and writes the files itself. */
export class PlacesPeer {
  readonly peer: FramedPeer;
  readonly offer: Offer;

  constructor(peer: FramedPeer, offer: Offer) {
    this.peer = peer;
    this.offer = offer;
  }

  /** One that has shown that it may. */
  static async granted(running: RunningHost): Promise<PlacesPeer> {
    const peer = await running.framedConnection();
    const { places } = await peer.hello();
    const one = new PlacesPeer(peer, places as Offer);
    await peer.call('use_places', { proof: one.proof() });
    return one;
  }

  /** What the challenge's file says. */
  proof(): string {
    return readFileSync(join(this.offer.directory, this.offer.challenge), 'utf8');
  }

  /** A name that this session's files may have. */
  newName(): string {
    return `${this.offer.challenge.slice(0, 16)}${randomBytes(8).toString('hex')}.tmp`;
  }

  path(name: string): string {
    return join(this.offer.directory, name);
  }

  /** Gets a variable; gives the answer's frame. */
  async request(name: string, { flags = 0, revision }: { flags?: number; revision?: number } = {}) {
    const all = FLAG.place | flags | (revision === undefined ? 0 : FLAG.revision);
    const meta = encodeNameMeta(name, revision);
    return this.peer.answer(this.peer.request(OPERATION.get, { flags: all, meta }));
  }

  /** Gets a variable that is there. */
  async get(name: string, options?: { flags?: number; revision?: number }): Promise<Placed> {
    const answer = await this.request(name, options);
    const code = codeOf(answer);
    if (code !== undefined) throw Object.assign(new Error(code), { code });
    return { ...decodePlaceMeta(answer.meta), flags: answer.flags, payload: answer.payload };
  }

  /** The bytes of a value's parts, from its file. */
  read({ layout, place }: PlaceMeta): Buffer[] {
    const file = readFileSync(this.path(place?.id ?? ''));
    const offsets = [place?.document ?? 0, ...(place?.buffers ?? [])];
    return [layout.document, ...layout.buffers].map((length, index) => {
      const at = offsets[index] ?? 0;
      return file.subarray(at, at + length);
    });
  }

  /** Writes a file and describes it as the specification says. */
  write(document: Uint8Array, buffers: readonly Uint8Array[] = [], file = this.newName()) {
    let end = 0;
    const pieces: Buffer[] = [];
    const parts = [document, ...buffers].map((bytes): FilePart => {
      const offset = Math.ceil(end / 4096) * 4096;
      if (bytes.length === 0) return { offset, length: 0 };
      pieces.push(Buffer.alloc(offset - end), Buffer.from(bytes));
      end = offset + bytes.length;
      return { offset, length: bytes.length };
    });
    writeFileSync(this.path(file), Buffer.concat(pieces), { mode: 0o600, flag: 'wx' });
    const [first = { offset: 0, length: 0 }, ...rest] = parts;
    return { file, document: first, buffers: rest };
  }

  /** Asks to commit a file; gives the answer's frame. */
  commit(entry: Omit<PlacedWrite, 'method'> & { method?: 'pickle' | 'json' }, flags = 0): Promise<Received> {
    const { method = 'json' } = entry;
    const all = FLAG.place | FLAGS[method] | (entry.ifRevision === undefined ? 0 : FLAG.revision) | flags;
    return this.peer.answer(this.peer.request(OPERATION.set, { flags: all, meta: encodePlacedWrite(entry) }));
  }

  /** Sets a variable by a file; gives its revision. */
  async set(name: string, document: Uint8Array, buffers: readonly Uint8Array[] = []): Promise<number> {
    const answer = await this.commit({ name, ...this.write(document, buffers) });
    const code = codeOf(answer);
    if (code !== undefined) throw new Error(answer.meta.toString());
    return decodeRevisions(answer.meta)[0] ?? 0;
  }
}
