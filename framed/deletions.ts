/**
 * The revisions of one session's deletions: the workspace announces them before it is done with the request
 * that asked for them, and its answer does not have them.
 */
export class Deletions {
  #expected = 0;
  readonly #revisions = new Map<string, number[]>();

  /** The session deletes something. What is told from now on is kept. */
  begin(): void {
    this.#expected += 1;
  }

  /** A variable was deleted by the session. */
  tell(name: string, revision: number): void {
    if (this.#expected === 0) return;
    const known = this.#revisions.get(name);
    if (known) known.push(revision);
    else this.#revisions.set(name, [revision]);
  }

  /** The revisions of the deletion that was begun first; of a name that was not deleted 0. */
  end(names: readonly string[]): Map<string, number> {
    this.#expected -= 1;
    const taken = new Map<string, number>();
    for (const name of new Set(names)) taken.set(name, this.#revisions.get(name)?.shift() ?? 0);
    if (this.#expected === 0) this.#revisions.clear();
    return taken;
  }
}
