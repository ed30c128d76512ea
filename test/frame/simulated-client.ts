/**
 * The receiving side of PyMiner's clients of 2020, as their behaviour was measured: a read gives what has
 * arrived, at most `readBytes`; `PMEND` is looked for at the end of one read alone; of that read, the letters
 * P M E N D are stripped at both ends.
 */
export class SimulatedClient {
  readonly #readBytes: number;
  #arrived: Buffer = Buffer.alloc(0);
  #text = '';
  readonly received: string[] = [];

  constructor(readBytes: number) {
    this.#readBytes = readBytes;
  }

  /** Bytes that arrived and were not read. */
  get unread(): number {
    return this.#arrived.length;
  }

  arrive(bytes: Uint8Array): void {
    this.#arrived = Buffer.concat([this.#arrived, bytes]);
  }

  /** Reads at most `count` times, while there is something to read. */
  read(count: number): void {
    for (let reads = 0; reads < count && this.#arrived.length > 0; reads += 1) {
      const chunk = this.#arrived.subarray(0, this.#readBytes).toString('latin1');
      this.#arrived = this.#arrived.subarray(this.#readBytes);
      if (chunk.endsWith('PMEND')) {
        this.received.push(this.#text + strip(chunk));
        this.#text = '';
      } else {
        this.#text += chunk;
      }
    }
  }

  /** The messages that a subscriber takes from what it received; a text that is no JSON is given as such. */
  messages(): unknown[] {
    const texts = this.received.flatMap((text) => text.split('PMEND')).filter((text) => text.trim() !== '');
    return texts.map((text) => {
      try {
        return JSON.parse(text);
      } catch {
        return `broken: ${text}`;
      }
    });
  }
}

/** Python's `bytes.strip(b'PMEND')`. */
function strip(chunk: string): string {
  let start = 0;
  let end = chunk.length;
  while (start < end && 'PMEND'.includes(chunk.charAt(start))) start += 1;
  while (end > start && 'PMEND'.includes(chunk.charAt(end - 1))) end -= 1;
  return chunk.slice(start, end);
}
