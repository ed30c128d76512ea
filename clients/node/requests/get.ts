import {
  cutParts,
  decodeLayouts,
  decodePlaceMeta,
  FLAG,
  type Frame,
  type Layout,
  METHOD_NUMBER,
  OPERATION,
  type PlaceMeta,
  type ValueParts,
} from '../../../codec/frame/framed/index.ts';
import { clientError } from '../errors.ts';
import type { FrameOutput } from '../link/frame-output.ts';
import type { SessionPlaces } from '../places/session-places.ts';
import type { Method, RawRead } from '../values/raw-value.ts';
import { Request } from './request.ts';

const NO_BUFFERS: readonly Uint8Array[] = [];

/** What becomes of a value that was read; `slot`: the variable's in the version table, if it has one. */
export type Convert<T> = (raw: RawRead, slot?: number) => T | PromiseLike<T>;

/** How a get makes use of the host's files. */
export interface GetPlaces<T> {
  /** Those of the present connection. */
  readonly current: () => SessionPlaces | undefined;
  /** Asks once more: the file was gone, as the variable has another value by now. */
  readonly again: () => Promise<T>;
}

/** Reads a variable, as it is stored or in the wanted form. */
export class GetRequest<T> extends Request<T> {
  readonly #name: string;
  readonly #flags: number;
  readonly #convert: Convert<T>;
  readonly #places: GetPlaces<T> | undefined;
  /** Those of the connection by which it was sent. */
  #used: SessionPlaces | undefined;

  constructor(name: string, method: Method | undefined, convert: Convert<T>, places?: GetPlaces<T>) {
    super(true);
    this.#places = places;
    this.#name = name;
    this.#flags = method === undefined ? 0 : METHOD_NUMBER[method];
    this.#convert = convert;
  }

  override get label(): string {
    return `the get of ${this.#name}`;
  }

  override write(output: FrameOutput, id: number): void {
    this.#used = this.#places?.current();
    const flags = this.#flags | (this.#used ? FLAG.place : 0);
    output.request({ operation: OPERATION.get, flags, id }, this.#name);
  }

  protected override read({ flags, meta, payload }: Frame): T | PromiseLike<T> {
    if (flags & FLAG.place) return this.#readPlaced(decodePlaceMeta(meta), payload);
    const [layout] = decodeLayouts(meta);
    const raw = layout && readValue(payload, layout, 0);
    if (!raw) throw clientError('PROTOCOL', `${this.label} was answered without a value`);
    return this.#convert(raw);
  }

  #readPlaced({ layout, slot, place }: PlaceMeta, payload: Buffer): T | PromiseLike<T> {
    const { method, revision } = layout;
    if (!place || !method || !this.#used) {
      const raw = readValue(payload, layout, 0);
      if (!raw) throw clientError('PROTOCOL', `${this.label} was answered without a value`);
      return this.#convert(raw, slot);
    }
    const again = (): Promise<T> => {
      if (this.#places) return this.#places.again();
      throw clientError('PROTOCOL', `${this.label} was answered with a place`);
    };
    let parts: ValueParts | Promise<ValueParts>;
    try {
      parts = this.#used.read(layout, place);
    } catch {
      return again();
    }
    const convert = (read: ValueParts): T | PromiseLike<T> =>
      this.#convert({ method, revision, ...read }, slot);
    return parts instanceof Promise ? parts.then(convert, again) : convert(parts);
  }
}

/** A value in a payload, from a place on; nothing when its layout says that there is none. */
export function readValue(payload: Buffer, layout: Layout, at: number): RawRead | undefined {
  if (layout.method === undefined) return undefined;
  if (at + sizeOf(layout) > payload.length) {
    throw clientError('PROTOCOL', `an answer announces a value of ${sizeOf(layout)} bytes and has fewer`);
  }
  const { method, revision, document, buffers } = layout;
  if (buffers.length === 0 && document === payload.length) {
    return { method, revision, document: payload, buffers: NO_BUFFERS };
  }
  return { method, revision, ...cutParts(payload, layout, at) };
}

/** Bytes of a value. */
export function sizeOf({ document, buffers }: Layout): number {
  let size = document;
  for (const length of buffers) size += length;
  return size;
}
