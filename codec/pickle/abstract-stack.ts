import { type AbstractValue, abstractTuple, Known } from './abstract-value.ts';
import { MemoSlots } from './memo-slots.ts';

/** Stack, marks and memo of an abstract machine, as CPython's are. What is missing is an unknown value. */
export class AbstractStack {
  #values: AbstractValue[] = [];
  readonly #marks: number[] = [];
  readonly #slots = new MemoSlots();
  readonly #memo: AbstractValue[] = [];

  get top(): AbstractValue {
    return this.#values.at(-1) ?? Known.UNKNOWN;
  }

  /** What lies at the bottom; a mark counts as a tuple begun. */
  get bottom(): AbstractValue {
    return this.#marks[0] === 0 ? abstractTuple([]) : (this.#values[0] ?? Known.UNKNOWN);
  }

  push(value: AbstractValue): void {
    this.#values.push(value);
  }

  /** The topmost value, which is taken off. */
  pop(): AbstractValue {
    return this.#values.pop() ?? Known.UNKNOWN;
  }

  /** The topmost `count` values, which are taken off, in the order in which they came; fewer when there are fewer. */
  take(count: number): AbstractValue[] {
    return this.#values.splice(-count);
  }

  mark(): void {
    this.#marks.push(this.#values.length);
  }

  /** POP takes the mark where one is on top. */
  popOrUnmark(): void {
    if (this.#marks.at(-1) === this.#values.length) this.#marks.pop();
    else this.#values.pop();
  }

  /** What lies above the topmost mark; both are taken off. */
  takeToMark(): AbstractValue[] {
    return this.#values.splice(this.#marks.pop() ?? 0);
  }

  /** PUT of the topmost value at a memo index, by default that of MEMOIZE. */
  put(index: number = this.#slots.count): void {
    this.#memo[this.#slots.put(index)] = this.top;
  }

  /** GET of what was put at a memo index. */
  get(index: number): void {
    this.#values.push(this.#memo[this.#slots.slotOf(index)] ?? Known.UNKNOWN);
  }
}
