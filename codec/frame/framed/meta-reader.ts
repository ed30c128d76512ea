import { FrameError } from '../frame-error.ts';
import { readU64 } from './u64.ts';

/** Reads the fixed fields of a meta in turn. What goes beyond its end throws `FrameError` `BAD_META`. */
export class MetaReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Bytes that are left. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  u16(): number {
    return this.#bytes.readUInt16LE(this.#advance(2));
  }

  u32(): number {
    return this.#bytes.readUInt32LE(this.#advance(4));
  }

  u64(): number {
    return readU64(this.#bytes, this.#advance(8));
  }

  /** So many u64. A count that cannot be is refused before any memory is taken for it. */
  u64s(count: number): number[] {
    if (count * 8 > this.left) throw tooShort();
    const numbers: number[] = [];
    while (numbers.length < count) numbers.push(this.u64());
    return numbers;
  }

  /** UTF-8 text of so many bytes. */
  text(length: number): string {
    const from = this.#advance(length);
    return this.#bytes.toString('utf8', from, from + length);
  }

  /** All that is left, as UTF-8 text. */
  rest(): string {
    return this.text(this.left);
  }

  /** Throws when something is left. */
  end(): void {
    if (this.left > 0) throw badMeta(`has ${this.left} bytes too many`);
  }

  #advance(bytes: number): number {
    const at = this.#at;
    if (at + bytes > this.#bytes.length) throw tooShort();
    this.#at = at + bytes;
    return at;
  }
}

/** The error for a meta that does not fit its operation. */
export function badMeta(what: string): FrameError {
  return new FrameError('BAD_META', `the meta ${what}`);
}

function tooShort(): FrameError {
  return badMeta('ends too early');
}
