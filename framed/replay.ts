import type { PublicInterface } from 'headframe';
import type { Change, Interface as Workspace } from 'headframe/workspace';
import { type ChangeNotice, DataChanged, DataDeleted, type Notification } from './notification.ts';
import type { Subscription } from './subscription.ts';

/** Where a client stood when its last connection ended. */
export interface Since {
  readonly workspace: string;
  readonly revision: number;
}

/** Bytes that a change takes that is not encoded yet, roughly. */
const LATENT_BYTES = 256;

/**
 * What a client missed: the last change of each variable that it wants, in the order of revisions. Nothing when
 * that is not known any more, and the client has to read everything anew.
 */
export function replay(
  workspace: PublicInterface<Workspace>,
  since: Since,
  subscription: Subscription | undefined,
): Notification[] | undefined {
  const now = workspace.revision();
  if (since.workspace !== workspace.id() || since.revision > now) return undefined;
  const { changes, resync } = workspace.changesSince(since.revision, now - since.revision);
  if (resync) return undefined;
  if (subscription === undefined) return [];
  return [...lastChanges(changes).values()]
    .filter(({ name }) => subscription.wantsName(name))
    .map((notice) =>
      isGone(notice) ? new DataDeleted(notice) : new Missed(workspace, notice, subscription),
    );
}

/** The last change of each name, in the order of revisions; a new name ends the old one. */
function lastChanges(changes: readonly Change[]): Map<string, ChangeNotice> {
  const last = new Map<string, ChangeNotice>();
  const note = (notice: ChangeNotice): void => {
    last.delete(notice.name);
    last.set(notice.name, notice);
  };
  for (const change of changes) {
    const { from, ...rest } = change;
    if (from !== undefined) note({ ...rest, name: from, session: undefined });
    note({ ...change, session: undefined });
  }
  return last;
}

/** A deletion, or the old name's part of a renaming. */
function isGone({ change, from }: ChangeNotice): boolean {
  return change === 'deleted' || (change === 'renamed' && from === undefined);
}

/** A change that was missed, told with the variable as it is when the client gets to hear of it. */
class Missed implements Notification {
  readonly subject: string;
  readonly size: number = LATENT_BYTES;
  readonly #workspace: PublicInterface<Workspace>;
  readonly #notice: ChangeNotice;
  readonly #subscription: Subscription;

  constructor(workspace: PublicInterface<Workspace>, notice: ChangeNotice, subscription: Subscription) {
    this.subject = notice.name;
    this.#workspace = workspace;
    this.#notice = notice;
    this.#subscription = subscription;
  }

  frame(inline: number): Buffer | undefined {
    const { name } = this.#notice;
    const found = this.#workspace.read(name);
    // Whatever came after is told next.
    if (found?.revision !== this.#notice.revision) return undefined;
    const metadata = this.#workspace.peekMetadata(name);
    if (!this.#subscription.wantsKind(metadata.kind)) return undefined;
    return new DataChanged(this.#notice, metadata, () => found.value).frame(inline);
  }
}
