/** Bytes that lie elsewhere, such as in a file, and are looked at piece by piece. */
export interface ByteSource {
  /** Bytes of the whole. */
  readonly length: number;
  /** Fills `into` with the bytes from `position` on, all of which are there. */
  read(into: Uint8Array, position: number): void;
}

/** A stretch of a source that is in memory, and moves on over it. The memory that it takes is its own size. */
export class ByteWindow {
  /** What is in the window; another content after each move. */
  bytes: Buffer;
  /** Offset of the window's first byte in the source. */
  base = 0;
  readonly #source: ByteSource;
  readonly #memory: Buffer;

  /** Stands at the source's begin. `size` is in bytes. Throws what the source throws. */
  constructor(source: ByteSource, size: number) {
    this.#source = source;
    this.#memory = Buffer.allocUnsafeSlow(Math.min(size, source.length));
    this.bytes = this.#memory;
    this.moveTo(0);
  }

  /** Bytes of the whole source. */
  get length(): number {
    return this.#source.length;
  }

  /** Bytes of the source behind the window. */
  get beyond(): number {
    return this.#source.length - this.base - this.bytes.length;
  }

  /** Moves the window, whose first byte is then the source's at `position`. Throws what the source throws. */
  moveTo(position: number): void {
    this.bytes = this.#memory.subarray(0, this.#source.length - position);
    this.#source.read(this.bytes, position);
    this.base = position;
  }
}
