import { workspaceError } from './errors.ts';
import { isVeto, type WorkspaceHooks, type WriteProposal } from './hooks.ts';
import { type Outcome, type WriteEntry, type Written, write } from './operations/write.ts';
import type { Staging } from './staging.ts';
import type { Author, Store } from './store.ts';
import type { WriteQueue } from './write-queue.ts';

/** Writes of which the taps of `beforeWrite` are asked first, value by value; without taps they are made at once. */
export class AskedWrites {
  readonly #store: Store;
  readonly #hooks: WorkspaceHooks;
  readonly #queue: WriteQueue;

  constructor(store: Store, hooks: WorkspaceHooks, queue: WriteQueue) {
    this.#store = store;
    this.#hooks = hooks;
    this.#queue = queue;
  }

  /** Makes a write whose turn has come. Throws `VETOED`, the codes of the operation `write`, and what `prepare` says of a tap's value. */
  write(
    entries: readonly WriteEntry[],
    author: Author,
    staging: Staging,
  ): Outcome<Map<string, Written>> | Promise<Outcome<Map<string, Written>>> {
    if (!this.#hooks.beforeWrite.used) return write(this.#store, entries, author);
    const asking = this.#queue.asking(async () => {
      const asked: WriteEntry[] = [];
      for (const entry of entries) asked.push(await this.#ask(entry, author, staging));
      return asked;
    });
    return asking.then((asked) => write(this.#store, asked, author));
  }

  async #ask(entry: WriteEntry, { provider, session }: Author, staging: Staging): Promise<WriteEntry> {
    const { name, prepared, info } = entry;
    const proposal: WriteProposal = { name, value: prepared.value, info, provider, session };
    const answer = await this.#hooks.beforeWrite.call(proposal);
    if (isVeto(answer))
      throw workspaceError('VETOED', `${name} was refused: ${answer.veto}`, { name, reason: answer.veto });
    const changed = answer.value === prepared.value ? prepared : await staging.prepare(name, answer.value);
    return { ...entry, prepared: changed, info: answer.info };
  }
}
