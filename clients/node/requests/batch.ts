import {
  type DeleteMeta,
  decodeLayouts,
  decodeRevisions,
  encodeDeletesMeta,
  encodeNamesMeta,
  encodeWritesMeta,
  FRAME_KIND,
  type Frame,
  OPERATION,
} from '../../../codec/frame/framed/index.ts';
import { clientError } from '../errors.ts';
import type { FrameOutput } from '../link/frame-output.ts';
import type { EncodedValue } from '../values/encode-value.ts';
import { type Convert, readValue, sizeOf } from './get.ts';
import { Request } from './request.ts';
import { type Level, levelFlags } from './set.ts';

/** A variable of a batch of writes. */
export interface BatchWrite {
  readonly name: string;
  readonly value: EncodedValue;
  readonly ifRevision: number | undefined;
}

/** Reads variables in one request: a value each, or nothing for one that does not exist. */
export class GetManyRequest<T> extends Request<(T | undefined)[]> {
  readonly #names: readonly string[];
  readonly #convert: Convert<T>;

  constructor(names: readonly string[], convert: Convert<T>) {
    super(true);
    this.#names = names;
    this.#convert = convert;
  }

  override get label(): string {
    return `the get of ${this.#names.length} variables`;
  }

  override write(output: FrameOutput, id: number): void {
    const head = { operation: OPERATION.getMany, flags: 0, id };
    output.frame(FRAME_KIND.request, head, encodeNamesMeta(this.#names), '', []);
  }

  protected override read({ meta, payload }: Frame): PromiseLike<(T | undefined)[]> {
    const layouts = decodeLayouts(meta);
    if (layouts.length !== this.#names.length) {
      throw clientError('PROTOCOL', `${this.label} was answered with ${layouts.length}`);
    }
    let at = 0;
    const values = layouts.map((layout) => {
      const raw = readValue(payload, layout, at);
      at += sizeOf(layout);
      return raw && this.#convert(raw);
    });
    return Promise.all(values);
  }
}

/** Writes variables, all or none; its answer is a revision each. */
export class SetManyRequest extends Request<number[]> {
  readonly #writes: readonly BatchWrite[];
  readonly #level: Level | undefined;

  constructor(writes: readonly BatchWrite[], level: Level | undefined) {
    super(false);
    this.#writes = writes;
    this.#level = level;
  }

  override get label(): string {
    return `the set of ${this.#writes.length} variables`;
  }

  override write(output: FrameOutput, id: number): void {
    const payload: Uint8Array[] = [];
    const entries = this.#writes.map(({ name, value, ifRevision }) => {
      const { method, buffers } = value;
      const document = typeof value.document === 'string' ? UTF8.encode(value.document) : value.document;
      payload.push(document, ...buffers);
      return {
        name,
        method,
        document: document.length,
        buffers: buffers.map(({ length }) => length),
        ifRevision,
      };
    });
    const head = { operation: OPERATION.setMany, flags: levelFlags(this.#level), id };
    output.frame(FRAME_KIND.request, head, encodeWritesMeta(entries), '', payload);
  }

  protected override read({ meta }: Frame): number[] {
    return revisions(meta, this.#writes.length, this.label);
  }
}

/** Deletes variables, all or none; its answer is a revision each. */
export class DeleteManyRequest extends Request<number[]> {
  readonly #deletes: readonly DeleteMeta[];

  constructor(deletes: readonly DeleteMeta[]) {
    super(false);
    this.#deletes = deletes;
  }

  override get label(): string {
    return `the deletion of ${this.#deletes.length} variables`;
  }

  override write(output: FrameOutput, id: number): void {
    const head = { operation: OPERATION.deleteMany, flags: 0, id };
    output.frame(FRAME_KIND.request, head, encodeDeletesMeta(this.#deletes), '', []);
  }

  protected override read({ meta }: Frame): number[] {
    return revisions(meta, this.#deletes.length, this.label);
  }
}

const UTF8 = new TextEncoder();

function revisions(meta: Buffer, count: number, label: string): number[] {
  const found = decodeRevisions(meta);
  if (found.length !== count) throw clientError('PROTOCOL', `${label} was answered with ${found.length}`);
  return found;
}
