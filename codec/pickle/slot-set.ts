const FIRST_WORDS = 16;

/** A set of memo slots: a bit for each, up to the highest that was added. */
export class SlotSet {
  #words = new Uint32Array(FIRST_WORDS);

  add(slot: number): void {
    const word = slot >>> 5;
    if (word >= this.#words.length) {
      const grown = new Uint32Array(Math.max(word + 1, this.#words.length * 2));
      grown.set(this.#words);
      this.#words = grown;
    }
    this.#words[word] = (this.#words[word] as number) | (1 << (slot & 31));
  }

  has(slot: number): boolean {
    const word = this.#words[slot >>> 5];
    return word !== undefined && (word & (1 << (slot & 31))) !== 0;
  }
}
