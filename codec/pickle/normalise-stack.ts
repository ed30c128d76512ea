import { GIVES, Op, TAKES, TO_MARK } from './opcodes.ts';

/** The depth of a scanned pickle's stack, and where its marks lie. */
export class NormaliseStack {
  depth = 0;
  /** The depth at each open mark. */
  readonly fences: number[] = [];

  /** Does what an opcode does, but for POP on a mark. */
  apply(opcode: number): void {
    if (opcode === Op.MARK) this.fences.push(this.depth);
    else if (TO_MARK[opcode] === 1) this.depth = this.fences.pop() ?? 0;
    this.depth += (GIVES[opcode] as number) - (TAKES[opcode] as number);
  }

  /** Whether a mark is what POP would take, as nothing lies above it. */
  get markOnTop(): boolean {
    return this.depth === this.fences[this.fences.length - 1];
  }

  /** The opcode to write for POP, done: pickleparser's POP takes no mark. */
  pop(): number {
    if (this.markOnTop) {
      this.fences.pop();
      return Op.POP_MARK;
    }
    this.depth--;
    return Op.POP;
  }
}
