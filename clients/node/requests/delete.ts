import { FLAG, FRAME_KIND, type Frame, OPERATION } from '../../../codec/frame/framed/index.ts';
import type { FrameOutput } from '../link/frame-output.ts';
import { Request } from './request.ts';
import { oneRevision } from './set.ts';

const NOTHING = new Uint8Array(0);

/** Deletes a variable; its answer is the revision of the deletion. */
export class DeleteRequest extends Request<number> {
  readonly #name: string;
  readonly #ifRevision: number | undefined;

  constructor(name: string, ifRevision: number | undefined) {
    super(false);
    this.#name = name;
    this.#ifRevision = ifRevision;
  }

  override get label(): string {
    return `the deletion of ${this.#name}`;
  }

  override write(output: FrameOutput, id: number): void {
    const ifRevision = this.#ifRevision;
    const flags = ifRevision === undefined ? 0 : FLAG.revision;
    const start = ifRevision === undefined ? NOTHING : u64(ifRevision);
    output.frame(FRAME_KIND.request, { operation: OPERATION.delete, flags, id }, start, this.#name, []);
  }

  protected override read({ meta }: Frame): number {
    return oneRevision(meta, this.label);
  }
}

function u64(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(value), true);
  return new Uint8Array(view.buffer);
}
