import {
  cutParts,
  decodeLayouts,
  type Frame,
  type Layout,
  METHOD_NUMBER,
  OPERATION,
} from '../../../codec/frame/framed/index.ts';
import { clientError } from '../errors.ts';
import type { FrameOutput } from '../link/frame-output.ts';
import type { Method, RawRead } from '../values/raw-value.ts';
import { Request } from './request.ts';

const NO_BUFFERS: readonly Uint8Array[] = [];

/** What becomes of a value that was read. */
export type Convert<T> = (raw: RawRead) => T | PromiseLike<T>;

/** Reads a variable, as it is stored or in the wanted form. */
export class GetRequest<T> extends Request<T> {
  readonly #name: string;
  readonly #flags: number;
  readonly #convert: Convert<T>;

  constructor(name: string, method: Method | undefined, convert: Convert<T>) {
    super(true);
    this.#name = name;
    this.#flags = method === undefined ? 0 : METHOD_NUMBER[method];
    this.#convert = convert;
  }

  override get label(): string {
    return `the get of ${this.#name}`;
  }

  override write(output: FrameOutput, id: number): void {
    output.request({ operation: OPERATION.get, flags: this.#flags, id }, this.#name);
  }

  protected override read({ meta, payload }: Frame): T | PromiseLike<T> {
    const [layout] = decodeLayouts(meta);
    const raw = layout && readValue(payload, layout, 0);
    if (!raw) throw clientError('PROTOCOL', `${this.label} was answered without a value`);
    return this.#convert(raw);
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
