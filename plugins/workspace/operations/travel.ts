import { workspaceError } from '../errors.ts';
import { type Announcement, type Author, announce, type Store } from '../store.ts';
import { changeable, checkRoom } from './check.ts';
import type { Outcome } from './write.ts';

/** How an undo or redo ended: the variable's revision, and how many steps there were to take. */
export interface Travelled {
  readonly revision: number;
  readonly steps: number;
}

/** Which variable, which way, how far. */
export interface Travel {
  readonly name: string;
  readonly direction: 'undo' | 'redo';
  readonly steps: number;
  readonly ifRevision?: number | undefined;
}

/**
 * Goes back or forward in a variable's history by up to `steps`. At the end of the history nothing
 * changes: the answer has 0 steps. Throws `NOT_FOUND`, `RESERVED`, `LOCKED`, `CONFLICT`, `TOO_LARGE`.
 */
export function travel(
  store: Store,
  { name, direction, steps, ifRevision }: Travel,
  author: Author,
): Outcome<Travelled> {
  if (!Number.isInteger(steps) || steps < 1) {
    throw workspaceError('BAD_ARGUMENT', `steps is a number from 1, not ${steps}`);
  }
  const variable = changeable(store, name, author, ifRevision);
  const { history } = variable;
  const before = history.current.size;
  checkRoom(store, targetSize(history.revisions(), history.undoable, direction, steps) - before, 0);
  const taken = history[direction](steps);
  const announcements: Announcement[] = [];
  if (taken > 0) {
    const change = store.record(name, 'changed', author);
    store.totalBytes += history.current.size - before;
    variable.modified(change.revision, author.provider, store.now());
    announcements.push(announce('dataChanged', change, history.current.value, author));
  }
  return { result: { revision: variable.revision, steps: taken }, announcements };
}

function targetSize(
  revisions: readonly { readonly size: number }[],
  current: number,
  direction: Travel['direction'],
  steps: number,
): number {
  const wanted = direction === 'undo' ? current - steps : current + steps;
  const target = Math.max(0, Math.min(revisions.length - 1, wanted));
  return revisions[target]?.size ?? 0;
}
