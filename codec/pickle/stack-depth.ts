import { badPickle } from '../errors.ts';
import { GIVES, Op, opcodeName, TAKES, TO_MARK } from './opcodes.ts';

/**
 * The stack of a pickle machine as far as its depth goes: how many objects lie on it and where the marks are.
 *
 * Like CPython's, no opcode reaches below the topmost mark but those that close it.
 */
export class StackDepth {
  depth = 0;
  openMarks = 0;
  /** Depths at which the marks lie; those from `openMarks` on are left over. */
  readonly #marks: number[] = [];
  #fence = 0;

  /**
   * Does what an opcode does to the depth.
   *
   * @throws CodecError `BAD_PICKLE` when it finds no mark, too few objects, or a key without a value.
   */
  apply(opcode: number, offset: number): void {
    if (TO_MARK[opcode] === 1) this.#closeMark(opcode, offset);
    const takes = TAKES[opcode] as number;
    if (this.depth - this.#fence < takes) this.#underflow(opcode, offset);
    else this.depth += (GIVES[opcode] as number) - takes;
    if (opcode === Op.MARK) {
      this.#marks[this.openMarks++] = this.depth;
      this.#fence = this.depth;
    }
  }

  #closeMark(opcode: number, offset: number): void {
    if (this.openMarks === 0) throw badPickle(`${opcodeName(opcode)} finds no mark`, offset);
    const above = this.depth - this.#fence;
    if ((opcode === Op.DICT || opcode === Op.SETITEMS) && above % 2 === 1) {
      throw badPickle(`${opcodeName(opcode)} has a key without a value`, offset);
    }
    if (opcode === Op.OBJ && above === 0) throw badPickle('OBJ finds no class', offset);
    this.depth = this.#fence;
    this.#popMark();
  }

  /** POP on an empty stack removes a mark, as in CPython; anything else asks for objects that are not there. */
  #underflow(opcode: number, offset: number): void {
    if (opcode !== Op.POP || this.openMarks === 0) {
      throw badPickle(`${opcodeName(opcode)} finds too few objects on the stack`, offset);
    }
    this.#popMark();
  }

  #popMark(): void {
    this.openMarks--;
    this.#fence = this.openMarks === 0 ? 0 : (this.#marks[this.openMarks - 1] as number);
  }
}
