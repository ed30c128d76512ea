import type { PayloadSink } from 'headframe/codec';
import type { IncomingBlob, Written } from 'headframe/workspace';

/** The payload of a set that goes to the value's file as it comes; of a refused one nothing is kept. */
export class StreamedWrite implements PayloadSink {
  readonly #blob: IncomingBlob | undefined;
  readonly #error: unknown;

  private constructor(blob: IncomingBlob | undefined, error: unknown) {
    this.#blob = blob;
    this.#error = error;
  }

  /** Begins one; nothing when the value is to come to memory. */
  static begin(begin: () => IncomingBlob | undefined): StreamedWrite | undefined {
    try {
      const blob = begin();
      return blob && new StreamedWrite(blob, undefined);
    } catch (error) {
      return new StreamedWrite(undefined, error);
    }
  }

  write(bytes: Buffer): void {
    this.#blob?.write(bytes);
  }

  abort(): void {
    this.#blob?.abort();
  }

  /** All has come. Throws why it was refused, and as the workspace's `write`. */
  async finish(): Promise<Written> {
    if (!this.#blob) throw this.#error;
    return this.#blob.finish();
  }
}
