import type { BaseExtension, Effect, PublicInterface } from 'headframe';
import type { FramedSessions } from 'headframe/framed';
import type { Interface as Workspace } from 'headframe/workspace';

/** Turns what the workspace announces into notifications, while there is a client to tell. */
export class Announcer {
  readonly #extension: BaseExtension;
  readonly #workspace: PublicInterface<Workspace>;
  readonly #sessions: FramedSessions;
  #taps: readonly Effect[] = [];

  constructor(extension: BaseExtension, workspace: PublicInterface<Workspace>, sessions: FramedSessions) {
    this.#extension = extension;
    this.#workspace = workspace;
    this.#sessions = sessions;
  }

  /** Listens from now on; nothing changes when it does already. */
  start(): void {
    if (this.#taps.length > 0 || this.#extension.scope.signal.aborted) return;
    const { dataCreated, dataChanged, dataRestored, metadataChanged, dataDeleted } = this.#workspace.hooks;
    const { notifier } = this.#sessions;
    const changes = [dataCreated, dataChanged, dataRestored, metadataChanged];
    this.#taps = [
      ...changes.map((hook) => this.#extension.tap(hook, (event) => notifier.changed(event))),
      this.#extension.tap(dataDeleted, (event) => {
        notifier.deleted(event);
        this.#sessions.deleted(event.session, event.name, event.revision);
      }),
    ];
  }

  /** Listens no more: whoever writes is not kept for nobody's sake. */
  stop(): void {
    const taps = this.#taps;
    this.#taps = [];
    for (const tap of taps) void tap.undo();
  }
}
