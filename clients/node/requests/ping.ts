import { type Frame, OPERATION } from '../../../codec/frame/framed/index.ts';
import type { FrameOutput } from '../link/frame-output.ts';
import { Request } from './request.ts';
import { oneRevision } from './set.ts';

/** Asks for the workspace's revision. */
export class PingRequest extends Request<number> {
  constructor() {
    super(true);
  }

  override get label(): string {
    return 'the ping';
  }

  override write(output: FrameOutput, id: number): void {
    output.request({ operation: OPERATION.ping, flags: 0, id }, '');
  }

  protected override read({ meta }: Frame): number {
    return oneRevision(meta, this.label);
  }
}
