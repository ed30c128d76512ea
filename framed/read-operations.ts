import { HeadframeError, type PublicInterface } from 'headframe';
import {
  decodeNameMeta,
  decodeNamesMeta,
  encodeLayouts,
  encodeRevisions,
  FLAG,
  type Frame,
  type Layout,
  methodOfNumber,
  NO_LAYOUT,
} from 'headframe/codec';
import type { Method, ReadResult, Interface as Workspace } from 'headframe/workspace';
import { type Answer, metaAnswer, type Pending } from './answer.ts';
import type { ByteLimit } from './byte-limit.ts';
import { framedError } from './errors.ts';
import { checkFlags } from './flags.ts';
import type { Places } from './places.ts';
import { PlacesReads } from './places-reads.ts';

/** Get, ping and get many, by the workspace's interface. */
export class ReadOperations {
  readonly #maxPayload: ByteLimit;
  readonly #places: PlacesReads;
  readonly #read: Workspace['read'];
  readonly #load: Workspace['load'];
  readonly #readAs: Workspace['readAs'];
  readonly #revision: Workspace['revision'];

  /** `maxPayload`: what a client takes in one frame. */
  constructor(workspace: PublicInterface<Workspace>, places: Places, maxPayload: ByteLimit) {
    this.#maxPayload = maxPayload;
    this.#places = new PlacesReads(workspace, places);
    // Taken from the facade once: its methods find the workspace at each call.
    this.#read = workspace.read;
    this.#load = workspace.load;
    this.#readAs = workspace.readAs;
    this.#revision = workspace.revision;
  }

  /** Throws `NOT_FOUND`, `NOT_CONVERTIBLE`, `BLOB_REFUSED`, `BAD_META`. */
  get({ meta, flags }: Frame): Answer | Pending {
    const wanted = wantedMethod(flags, FLAG.methodMask | FLAG.revision | this.#places.flag);
    const { name, revision } = decodeNameMeta(meta, flags);
    const found = this.#read(name);
    if (found === undefined) {
      throw new HeadframeError('NOT_FOUND', `variable ${name} not found!`, { data: { name } });
    }
    const placeFlag = flags & FLAG.place;
    if (revision !== undefined && revision === found.revision) {
      const known = this.#places.meta(name, { ...NO_LAYOUT, revision }, placeFlag !== 0);
      return metaAnswer(known, FLAG.revision | placeFlag);
    }
    const placed = placeFlag === 0 ? undefined : this.#places.answer(name, wanted);
    if (placed) return placed;
    const answer = (one: ReadResult | undefined): Answer => {
      const whole = this.#answer([one]);
      if (placeFlag === 0) return whole;
      const layout = one ? layoutOf(one) : NO_LAYOUT;
      return { ...whole, flags: placeFlag, meta: this.#places.meta(name, layout, true) };
    };
    const fetched = this.#fetch(name, found, wanted);
    if (placeFlag === 0 && !(fetched instanceof Promise)) return oneAnswer(fetched);
    return fetched instanceof Promise ? { answer: fetched.then(answer) } : answer(fetched);
  }

  ping({ flags }: Frame): Answer {
    checkFlags(flags, 0);
    return metaAnswer(encodeRevisions([this.#revision()]));
  }

  /** Throws `NOT_CONVERTIBLE`, `TOO_LARGE`, `BAD_META`. */
  getMany({ meta, flags }: Frame): Answer | Pending {
    const wanted = wantedMethod(flags, FLAG.methodMask);
    const found = decodeNamesMeta(meta).map((name) => {
      const one = this.#read(name);
      return one && this.#fetch(name, one, wanted);
    });
    if (!found.some((one) => one instanceof Promise)) {
      return this.#answer(found as (ReadResult | undefined)[]);
    }
    return { answer: Promise.all(found).then((all) => this.#answer(all)) };
  }

  /** A value that was just found, in the method that is wanted: at once when it is in memory as it is wanted. */
  #fetch(
    name: string,
    found: ReadResult,
    wanted: Method | undefined,
  ): ReadResult | Promise<ReadResult | undefined> {
    if (wanted !== undefined && wanted !== found.value.method) return this.#convert(name, wanted);
    return isInMemory(found) ? found : this.#load(name);
  }

  async #convert(name: string, method: Method): Promise<ReadResult> {
    const { value: document, revision } = await this.#readAs(name, method);
    return { value: { method, document, buffers: [] }, revision };
  }

  #answer(found: readonly (ReadResult | undefined)[]): Answer {
    const layouts: Layout[] = [];
    const payload: Uint8Array[] = [];
    let payloadLength = 0;
    for (const one of found) {
      layouts.push(one ? layoutOf(one) : NO_LAYOUT);
      if (!one) continue;
      const { document, buffers } = one.value;
      payload.push(document);
      payloadLength += document.byteLength;
      for (const buffer of buffers) {
        payload.push(buffer);
        payloadLength += buffer.byteLength;
      }
    }
    if (found.length > 1 && payloadLength > this.#maxPayload.bytes) {
      const { bytes, setting } = this.#maxPayload;
      throw framedError('TOO_LARGE', `together they have ${payloadLength} bytes; ${setting} is ${bytes}`);
    }
    return { flags: 0, meta: encodeLayouts(layouts), payloadLength, payload };
  }
}

/** The answer to a get of a value in memory. */
function oneAnswer(found: ReadResult): Answer {
  const { document, buffers } = found.value;
  const payload = buffers.length === 0 ? [document] : [document, ...buffers];
  let payloadLength = 0;
  for (const part of payload) payloadLength += part.byteLength;
  return { flags: 0, meta: encodeLayouts([layoutOf(found)]), payloadLength, payload };
}

/** A value on disk has accessors in the place of its parts: to read them would keep all others waiting. */
function isInMemory({ value }: ReadResult): boolean {
  return Object.hasOwn(value, 'document');
}

function layoutOf({ value, revision }: ReadResult): Layout {
  const { method, document, buffers } = value;
  return {
    revision,
    method,
    document: document.byteLength,
    buffers: buffers.map(({ byteLength }) => byteLength),
  };
}

/** The method that a get's flags ask for; nothing for the one that is stored. */
function wantedMethod(flags: number, allowed: number): Method | undefined {
  checkFlags(flags, allowed);
  const method = methodOfNumber(flags & FLAG.methodMask);
  if (method === undefined && (flags & FLAG.methodMask) !== 0) {
    throw framedError('BAD_META', `the flags ${flags} ask for two methods`);
  }
  return method;
}
