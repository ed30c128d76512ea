import type { Budget } from './budget.ts';
import type { Revision } from './revision.ts';

/**
 * A variable's revisions: the current one, those that undo reaches, and those that redo reaches.
 *
 * Notes: both sides are stacks whose bottom is their oldest entry, so that dropping what was held
 * first never leaves a gap. A revision that cannot be kept takes those beyond it along, since undo
 * would jump over it otherwise.
 */
export class History {
  #current: Revision;
  readonly #length: number;
  readonly #budget: Budget;
  #undo: Revision[] = [];
  #redo: Revision[] = [];
  #dropped = 0;

  /** `length`: revisions to keep, the current one among them. */
  constructor(first: Revision, length: number, budget: Budget) {
    this.#current = first;
    this.#length = length;
    this.#budget = budget;
  }

  get current(): Revision {
    return this.#current;
  }

  /** Steps that undo can take. */
  get undoable(): number {
    return this.#undo.length;
  }

  /** Steps that redo can take. */
  get redoable(): number {
    return this.#redo.length;
  }

  /** Revisions dropped because the byte budget was short. */
  get dropped(): number {
    return this.#dropped;
  }

  /** All revisions, oldest first. */
  revisions(): Revision[] {
    return [...this.#undo, this.#current, ...this.#redo.toReversed()];
  }

  /** Bytes of all revisions but the current one. */
  get earlierBytes(): number {
    let bytes = 0;
    for (const one of this.#undo) bytes += one.size;
    for (const one of this.#redo) bytes += one.size;
    return bytes;
  }

  /** Makes a new revision the current one; what redo reached is gone. */
  push(next: Revision): void {
    this.#empty(this.#redo);
    const previous = this.#current;
    this.#current = next;
    if (this.#length > 1) this.#keep(this.#undo, previous);
    while (this.#undo.length >= this.#length) this.#removeOldest(this.#undo);
  }

  /** Goes back by up to `steps`; returns how many there were. */
  undo(steps: number): number {
    return this.#move(this.#undo, this.#redo, steps);
  }

  /** Goes forward again by up to `steps`; returns how many there were. */
  redo(steps: number): number {
    return this.#move(this.#redo, this.#undo, steps);
  }

  /** Takes all but the current revision out of the budget: the variable goes into the recycle bin as a whole. */
  release(): void {
    for (const one of [...this.#undo, ...this.#redo]) this.#budget.release('history', one);
  }

  /** Holds them again, after a restore. */
  hold(): void {
    const stacks = [this.#undo, this.#redo];
    this.#undo = [];
    this.#redo = [];
    for (const one of stacks[0] ?? []) this.#keep(this.#undo, one);
    for (const one of stacks[1] ?? []) this.#keep(this.#redo, one);
  }

  /** Forgets all but the current revision. */
  forget(): void {
    this.#dropped += this.#undo.length + this.#redo.length;
    this.#empty(this.#undo);
    this.#empty(this.#redo);
  }

  #move(from: Revision[], to: Revision[], steps: number): number {
    let taken = 0;
    while (taken < steps) {
      const target = from.pop();
      if (!target) break;
      this.#budget.release('history', target);
      const previous = this.#current;
      this.#current = target;
      this.#keep(to, previous);
      taken++;
    }
    return taken;
  }

  #keep(stack: Revision[], revision: Revision): void {
    stack.push(revision);
    const drop = (): void => {
      stack.splice(stack.indexOf(revision), 1);
      this.#dropped++;
    };
    if (this.#budget.hold('history', revision, revision.size, drop)) return;
    this.#dropped += stack.length;
    this.#empty(stack);
  }

  #removeOldest(stack: Revision[]): void {
    const oldest = stack.shift();
    if (oldest) this.#budget.release('history', oldest);
  }

  #empty(stack: Revision[]): void {
    for (const one of stack.splice(0)) this.#budget.release('history', one);
  }
}
