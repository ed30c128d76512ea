import type { EncodeOutput } from './encode-output.ts';
import { Op } from './opcodes.ts';
import type { PyGlobal } from './values.ts';

/** From this length texts are written once; shorter ones are hardly longer than a reference. */
export const LONG_TEXT = 64;
const LONG_INTEGER = 1n << 128n;

/** Whether an integer is so long that it is written once. */
export function isLongInteger(value: bigint): boolean {
  return value > LONG_INTEGER || value < -LONG_INTEGER;
}

/** The memo of a pickle being written: what it holds already is referred to, not written again. */
export class EncodeMemo {
  readonly #out: EncodeOutput;
  readonly #indices = new Map<unknown, number>();
  readonly #keys = new Map<string, number>();
  readonly #imports = new Map<string, number>();
  #count = 0;

  constructor(out: EncodeOutput) {
    this.#out = out;
  }

  /** Memoizes what was written last. */
  add(value: unknown): void {
    this.#indices.set(value, this.#count++);
    this.#out.op(Op.MEMOIZE);
  }

  /** Writes a reference to `value`; false when the pickle does not hold it yet. */
  refer(value: unknown): boolean {
    const index = this.#indices.get(value);
    if (index === undefined) return false;
    this.#out.get(index);
    return true;
  }

  has(value: unknown): boolean {
    return this.#indices.has(value);
  }

  /** A long text that a pickle refers to often must not be written as often. */
  text(value: string): void {
    if (value.length < LONG_TEXT) this.#out.text(value);
    else if (!this.refer(value)) {
      this.#out.text(value);
      this.add(value);
    }
  }

  /** A long integer, likewise. */
  bigInteger(value: bigint): void {
    if (this.refer(value)) return;
    this.#out.bigInteger(value);
    if (isLongInteger(value)) this.add(value);
  }

  /** Keys repeat from record to record: each is written once. */
  key(key: string): void {
    if (key.length >= LONG_TEXT) {
      this.text(key);
      return;
    }
    const index = this.#keys.get(key);
    if (index !== undefined) {
      this.#out.get(index);
      return;
    }
    this.#out.text(key);
    this.#keys.set(key, this.#count++);
    this.#out.op(Op.MEMOIZE);
  }

  /** Imports a global by its module and name. */
  importName({ path, module, name }: PyGlobal): void {
    const index = this.#imports.get(path);
    if (index !== undefined) {
      this.#out.get(index);
      return;
    }
    this.key(module);
    this.key(name);
    this.#out.op(Op.STACK_GLOBAL);
    this.#imports.set(path, this.#count++);
    this.#out.op(Op.MEMOIZE);
  }
}
