/**
 * Contents of files in memory, by name: the ones used last up to a number of bytes, and of the others
 * those that somebody still holds.
 */
export class ContentCache<Content extends object> {
  readonly #limit: number;
  readonly #weak = new Map<string, WeakRef<Content>>();
  /** In the order of use. */
  readonly #strong = new Map<string, { readonly content: Content; readonly size: number }>();
  readonly #collected = new FinalizationRegistry<string>((id) => {
    if (!this.#weak.get(id)?.deref()) this.#weak.delete(id);
  });
  #bytes = 0;

  /** `limit`: bytes kept. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get(id: string): Content | undefined {
    const held = this.#strong.get(id);
    if (!held) return this.#weak.get(id)?.deref();
    this.#strong.delete(id);
    this.#strong.set(id, held);
    return held.content;
  }

  add(id: string, content: Content, size: number): void {
    this.remove(id);
    this.#weak.set(id, new WeakRef(content));
    this.#collected.register(content, id);
    if (size > this.#limit) return;
    this.#strong.set(id, { content, size });
    this.#bytes += size;
    for (const oldest of this.#strong.keys()) {
      if (this.#bytes <= this.#limit) break;
      this.#forget(oldest);
    }
  }

  remove(id: string): void {
    this.#forget(id);
    this.#weak.delete(id);
  }

  #forget(id: string): void {
    this.#bytes -= this.#strong.get(id)?.size ?? 0;
    this.#strong.delete(id);
  }
}
