import assert from 'node:assert/strict';
import type { Change, Client } from '../../clients/node/index.ts';

/**
 * What a listener knows of the variables from events alone. Every event must be news: a later revision than
 * the one before of that variable, or the end of a variable that is there.
 */
export class CheckedView {
  readonly revisions = new Map<string, number>();
  /** What was wrong, in words. */
  readonly faults: string[] = [];
  /** Events so far. */
  events = 0;
  readonly #client: Client;
  /** The last revision told of each name in this workspace, gone ones included. */
  readonly #last = new Map<string, number>();
  #workspace: string | undefined;
  #waiting: (() => void) | undefined;
  #isBuilt = false;

  private constructor(client: Client) {
    this.#client = client;
    client.on('dataChanged', (change) => this.#changed(change));
    client.on('dataDeleted', (change) => this.#deleted(change));
  }

  /** Begins with all variables that there are. The client is subscribed to all. */
  static async of(client: Client): Promise<CheckedView> {
    const view = new CheckedView(client);
    for (const [name, { revision }] of await client.allMetadata()) {
      // What was told meanwhile is later.
      if (revision > (view.#last.get(name) ?? 0)) view.revisions.set(name, revision);
    }
    view.#isBuilt = true;
    return view;
  }

  /** Resolves when this variable has been told of with this revision or a later one. */
  async reaches(name: string, revision: number): Promise<void> {
    while ((this.#last.get(name) ?? 0) < revision) {
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
  }

  /** Throws unless it is what the host has, and nothing was wrong on the way. */
  async check(): Promise<void> {
    assert.deepEqual(this.faults, []);
    const host = [...(await this.#client.allMetadata())].map(([name, { revision }]) => [name, revision]);
    assert.deepEqual([...this.revisions].sort(), host.sort());
  }

  #changed({ name, revision }: Change): void {
    this.#note(name, revision);
    this.revisions.set(name, revision);
  }

  #deleted({ name, revision }: Change): void {
    this.#note(name, revision);
    if (!this.revisions.delete(name) && this.#isBuilt)
      this.faults.push(`${name} went at ${revision}, and was not there`);
  }

  #note(name: string, revision: number): void {
    this.events += 1;
    const workspace = this.#client.session?.workspace;
    if (workspace !== this.#workspace) this.#last.clear();
    this.#workspace = workspace;
    const last = this.#last.get(name) ?? 0;
    if (revision <= last) this.faults.push(`${name} was told at ${revision} after ${last}`);
    this.#last.set(name, revision);
    this.#waiting?.();
  }
}
