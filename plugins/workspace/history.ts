import type { Budget } from './budget.ts';
import type { Revision } from './revision.ts';

/** What a history consists of: both stacks with their oldest entry first. */
export interface HistoryState {
  readonly undo: readonly Revision[];
  readonly current: Revision;
  readonly redo: readonly Revision[];
  readonly dropped: number;
}

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

  /**
   * A history in this state, shortened to `length`. Its earlier revisions are not in the budget yet:
   * `hold` them when the variable lives, each in its turn by `holdOne` where the order matters.
   */
  static of({ undo, current, redo, dropped }: HistoryState, length: number, budget: Budget): History {
    const history = new History(current, length, budget);
    history.#dropped = dropped;
    if (undo.length + redo.length === 0) return history;
    history.#undo = [...undo];
    history.#redo = [...redo];
    for (const stack of [history.#undo, history.#redo]) {
      while (stack.length > 0 && history.revisions().length > length) history.#removeOldest(stack);
    }
    return history;
  }

  /** What it consists of now. */
  get state(): HistoryState {
    return {
      undo: [...this.#undo],
      current: this.#current,
      redo: [...this.#redo],
      dropped: this.#dropped,
    };
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
    else this.#budget.gone(previous);
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

  /** Holds one earlier revision that is not in the budget yet. */
  holdOne(revision: Revision): void {
    for (const stack of [this.#undo, this.#redo]) if (stack.includes(revision)) this.#hold(stack, revision);
  }

  /**
   * Takes away the revisions that were kept in memory alone; the current one gives way to the last before
   * it. False, and nothing else is changed, when there is none.
   */
  purge(): boolean {
    const isGone = ({ volatile }: Revision): boolean => volatile;
    for (const stack of [this.#undo, this.#redo]) {
      for (const one of stack.filter(isGone)) {
        stack.splice(stack.indexOf(one), 1);
        this.#leave(one);
      }
    }
    if (!this.#current.volatile) return true;
    const before = this.#undo.pop();
    this.#budget.gone(this.#current);
    if (!before) {
      this.#empty(this.#redo);
      return false;
    }
    this.#budget.release('history', before);
    this.#current = before;
    return true;
  }

  /** The budget has no room for an earlier revision any more. */
  drop(revision: Revision): void {
    for (const stack of [this.#undo, this.#redo]) {
      const at = stack.indexOf(revision);
      if (at >= 0) stack.splice(at, 1);
    }
    this.#dropped++;
    this.#budget.gone(revision);
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
    this.#hold(stack, revision);
  }

  #hold(stack: Revision[], revision: Revision): void {
    if (this.#budget.hold('history', revision, revision.size, this)) return;
    this.#dropped += stack.length;
    this.#empty(stack);
  }

  #removeOldest(stack: Revision[]): void {
    const oldest = stack.shift();
    if (oldest) this.#leave(oldest);
  }

  #empty(stack: Revision[]): void {
    if (stack.length === 0) return;
    for (const one of stack.splice(0)) this.#leave(one);
  }

  #leave(revision: Revision): void {
    this.#budget.release('history', revision);
    this.#budget.gone(revision);
  }
}
