import type { PayloadSink } from './payload-sink.ts';

/** A payload of an announced length that goes to a sink as it comes. */
export class Streaming {
  readonly sink: PayloadSink;
  #missing: number;

  constructor(sink: PayloadSink, length: number) {
    this.sink = sink;
    this.#missing = length;
  }

  /** How many bytes are still to come. */
  get missing(): number {
    return this.#missing;
  }

  /** Hands on what it needs of `chunk` from `at` on; gives how many bytes that were. */
  take(chunk: Buffer, at: number): number {
    const count = Math.min(this.#missing, chunk.length - at);
    if (count > 0) this.sink.write(chunk.subarray(at, at + count));
    this.#missing -= count;
    return count;
  }
}
