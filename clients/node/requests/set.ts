import {
  decodeRevisions,
  encodePlacedWrite,
  FLAG,
  FRAME_KIND,
  type Frame,
  LEVELS,
  OPERATION,
  writeFlags,
} from '../../../codec/frame/framed/index.ts';
import { clientError } from '../errors.ts';
import type { FrameOutput, Payload } from '../link/frame-output.ts';
import type { PlacedFile, SessionPlaces } from '../places/session-places.ts';
import type { EncodedValue } from '../values/encode-value.ts';
import { Request } from './request.ts';

/** How durable a write is before it is answered; see the workspace's setting of that name. */
export type Level = 'volatile' | 'written' | 'synced';

/** What a write asks for beside its value. */
export interface WriteHow {
  readonly ifRevision?: number | undefined;
  readonly level?: Level | undefined;
}

/** A meta that says: no buffers. */
const NO_BUFFERS = new Uint8Array(4);

/** Writes a variable; its answer is the revision. */
export class SetRequest extends Request<number> {
  readonly #name: string;
  readonly #value: EncodedValue;
  readonly #ifRevision: number | undefined;
  readonly #level: number;
  readonly #places: () => SessionPlaces | undefined;
  #file: PlacedFile | undefined;

  /** `places`: the host's files by the present connection, where the value may be written to one. */
  constructor(
    name: string,
    value: EncodedValue,
    { ifRevision, level }: WriteHow,
    places: () => SessionPlaces | undefined = none,
  ) {
    super(false);
    this.#places = places;
    this.#name = name;
    this.#value = value;
    this.#ifRevision = ifRevision;
    this.#level = levelFlags(level);
  }

  override get label(): string {
    return `the set of ${this.#name}`;
  }

  override prepare(): Promise<void> | undefined {
    const written = this.#places()?.write(this.#name, this.#value);
    if (!(written instanceof Promise)) {
      this.#file = written;
      return undefined;
    }
    return written.then((file) => {
      if (this.isOpen) this.#file = file;
      else if (file) file.places.discard(file);
    });
  }

  override write(output: FrameOutput, id: number): void {
    const value = this.#value;
    const ifRevision = this.#ifRevision;
    const flags = writeFlags({ method: value.method, ifRevision }) | this.#level;
    if (this.#file && this.#file.places === this.#places()) {
      const meta = encodePlacedWrite({ name: this.#name, ifRevision, ...this.#file });
      const head = { operation: OPERATION.set, flags: flags | FLAG.place, id };
      output.frame(FRAME_KIND.request, head, meta, '', []);
      return;
    }
    const head = { operation: OPERATION.set, flags, id };
    output.frame(
      FRAME_KIND.request,
      head,
      metaStart(value.buffers, ifRevision),
      this.#name,
      payloadOf(value),
    );
  }

  protected override read({ meta }: Frame): number {
    return oneRevision(meta, this.label);
  }
}

function none(): undefined {
  return undefined;
}

/** The bits of a frame's flags that say how durable a write is. */
export function levelFlags(level: Level | undefined): number {
  return level === undefined ? 0 : LEVELS.indexOf(level) << FLAG.levelShift;
}

/** A value's document and buffers in a row. */
export function payloadOf({ document, buffers }: EncodedValue): Payload {
  return typeof document === 'string' ? document : [document, ...buffers];
}

/** The revision that a meta consists of. */
export function oneRevision(meta: Buffer, label: string): number {
  const [revision] = decodeRevisions(meta);
  if (revision === undefined) throw clientError('PROTOCOL', `${label} was answered without a revision`);
  return revision;
}

/** What stands before the name: [u64 revision] · u32 number of buffers · a u64 length for each. */
function metaStart(buffers: readonly Uint8Array[], ifRevision: number | undefined): Uint8Array {
  if (buffers.length === 0 && ifRevision === undefined) return NO_BUFFERS;
  const revisionBytes = ifRevision === undefined ? 0 : 8;
  const view = new DataView(new ArrayBuffer(revisionBytes + 4 + 8 * buffers.length));
  if (ifRevision !== undefined) view.setBigUint64(0, BigInt(ifRevision), true);
  view.setUint32(revisionBytes, buffers.length, true);
  for (const [index, { length }] of buffers.entries()) {
    view.setBigUint64(revisionBytes + 4 + 8 * index, BigInt(length), true);
  }
  return new Uint8Array(view.buffer);
}
