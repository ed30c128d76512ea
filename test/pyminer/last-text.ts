const KEPT_BYTES = 64 * 1024;

/** The last 64 KiB of what a process wrote. */
export class LastText {
  #text = '';

  get text(): string {
    return this.#text;
  }

  add(chunk: Buffer): void {
    this.#text = (this.#text + chunk.toString('utf8')).slice(-KEPT_BYTES);
  }
}
