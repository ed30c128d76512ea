import { workspaceError } from '../errors.ts';
import type { Travel as TravelMutation } from '../mutations/mutation.ts';
import { applyTravel } from '../mutations/travel.ts';
import type { Author, Store } from '../store.ts';
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
  const possible = direction === 'undo' ? history.undoable : history.redoable;
  if (possible === 0) return { result: { revision: variable.revision, steps: 0 }, announcements: [] };
  const mutation: TravelMutation = { kind: 'travel', name, direction, steps: Math.min(steps, possible) };
  const { taken, announcement } = applyTravel(store, mutation, store.stamp(author, [mutation]));
  return { result: { revision: variable.revision, steps: taken }, announcements: [announcement] };
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
