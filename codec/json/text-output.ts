const FLUSH_AT = 256 * 1024;
const BASE64_STEP = 3 * 64 * 1024;

/** JSON text being written, kept as UTF-8 in pieces so that it may be longer than the longest string. */
export class TextOutput {
  readonly #chunks: Buffer[] = [];
  #text = '';

  write(text: string): void {
    this.#text += text;
    if (this.#text.length >= FLUSH_AT) this.#flush();
  }

  /** Bytes as base64 text with its quotes. */
  base64(bytes: Uint8Array): void {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.write('"');
    for (let at = 0; at < view.length; at += BASE64_STEP)
      this.write(view.toString('base64', at, at + BASE64_STEP));
    this.write('"');
  }

  take(): Buffer {
    this.#flush();
    return this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
  }

  #flush(): void {
    if (this.#text !== '') this.#chunks.push(Buffer.from(this.#text, 'utf8'));
    this.#text = '';
  }
}
