import { FLAG, FRAME_KIND, type Frame, OPERATION } from '../../../codec/frame/framed/index.ts';
import type { FrameOutput } from '../link/frame-output.ts';
import type { EncodedValue } from '../values/encode-value.ts';
import { type CommandAnswer, readCommandAnswer } from './command-answer.ts';
import { Request } from './request.ts';

/** Parameters by name, as JSON; those that are `undefined` are left out. */
export type Params = Readonly<Record<string, unknown>>;

/** A parameter that is a value; `name` says of which variable when the parameter holds several. */
export interface ValueParam {
  readonly param: string;
  readonly name?: string;
  readonly value: EncodedValue;
}

/** Longer parameters stand in the payload, not in the meta. */
const LONGEST_META_TEXT = 128 * 1024;
const UTF8 = new TextEncoder();
const NOTHING = new Uint8Array(0);

/** Any command by its name. */
export class CommandRequest<T> extends Request<T> {
  readonly #method: string;
  readonly #params: Params;
  readonly #values: readonly ValueParam[];
  readonly #take: (answer: CommandAnswer) => T | PromiseLike<T>;

  constructor(
    method: string,
    params: Params,
    take: (answer: CommandAnswer) => T | PromiseLike<T>,
    { isRead = false, values = [] }: { isRead?: boolean; values?: readonly ValueParam[] } = {},
  ) {
    super(isRead);
    this.#method = method;
    this.#params = params;
    this.#values = values;
    this.#take = take;
  }

  override get label(): string {
    return `the command ${this.#method}`;
  }

  override write(output: FrameOutput, id: number): void {
    const payload: Uint8Array[] = [];
    const attachments = this.#values.map(({ param, name, value: { document, buffers } }) => {
      const pieces = [typeof document === 'string' ? UTF8.encode(document) : document, ...buffers];
      payload.push(...pieces);
      return { param, name, lengths: pieces.map(({ length }) => length) };
    });
    const method = this.#method;
    const listed = attachments.length > 0 ? { attachments } : {};
    const params = JSON.stringify(this.#params);
    const head = { operation: OPERATION.command, flags: 0, id };
    if (params.length <= LONGEST_META_TEXT) {
      const start = JSON.stringify({ method, ...listed }).slice(0, -1);
      output.frame(FRAME_KIND.request, head, NOTHING, `${start},"params":${params}}`, payload);
      return;
    }
    const text = UTF8.encode(params);
    const meta = JSON.stringify({ method, ...listed, length: text.length });
    const flags = FLAG.jsonInPayload;
    output.frame(FRAME_KIND.request, { ...head, flags }, NOTHING, meta, [text, ...payload]);
  }

  protected override read(frame: Frame): T | PromiseLike<T> {
    return this.#take(readCommandAnswer(frame));
  }
}
