import { Hook } from 'headframe';
import type { InfoUpdate } from './info.ts';
import type { DataEvent } from './store.ts';
import { isStoredValue, type StoredValue } from './value.ts';

/** A write that is about to happen. A tap may return it with another `value` or `info`. */
export interface WriteProposal {
  readonly name: string;
  readonly value: StoredValue;
  readonly info: InfoUpdate | undefined;
  readonly provider: string;
  readonly session: string | undefined;
  readonly veto?: undefined;
}

/** What a tap returns to refuse a write: the reason, which the writer is told. */
export interface Veto {
  readonly veto: string;
}

/** Whether a tap refused. */
export function isVeto(answer: unknown): answer is Veto {
  return typeof answer === 'object' && answer !== null && 'veto' in answer && typeof answer.veto === 'string';
}

/** Whether what the taps returned can be written. */
function isProposal(answer: unknown): answer is WriteProposal {
  return typeof answer === 'object' && answer !== null && 'value' in answer && isStoredValue(answer.value);
}

/** All variables were deleted at once: how many, by whom. */
export interface ClearedEvent {
  readonly revision: number;
  readonly deleted: number;
  readonly provider: string;
  readonly session: string | undefined;
}

/**
 * The hooks of the workspace. Those that announce are called in the order of revisions, after the
 * change; their taps are started and not waited for.
 */
export interface WorkspaceHooks {
  /**
   * Before each write of a value. A tap returns nothing, the proposal with another value or info, or a
   * {@link Veto}, which later taps get to see; anything else is a fault of the tap. Taps here make all writes queue; they cannot write.
   */
  readonly beforeWrite: Hook<WriteProposal | Veto, WriteProposal | Veto>;
  /** A name has come to exist: by a write, or as the new name of a renamed variable (`from` is the old one). */
  readonly dataCreated: Hook<DataEvent>;
  /** A variable has another value: by a write, undo or redo. */
  readonly dataChanged: Hook<DataEvent>;
  /** A variable was written with the very bytes that it has: nothing has changed, and there is no new revision. */
  readonly dataRepeated: Hook<DataEvent>;
  /** A name has gone: deleted, or the old name of a renamed variable. */
  readonly dataDeleted: Hook<DataEvent>;
  /** A deleted variable is back, with its history; it may have taken the place of a living one. */
  readonly dataRestored: Hook<DataEvent>;
  /** A variable's free keys have changed, and not its value. */
  readonly metadataChanged: Hook<DataEvent>;
  /** All variables were deleted by `clear`, after `dataDeleted` of each. */
  readonly cleared: Hook<ClearedEvent>;
}

/** Creates the hooks of a workspace. */
export function createHooks(): WorkspaceHooks {
  return {
    beforeWrite: Hook.waterfall('beforeWrite', (answer) => isVeto(answer) || isProposal(answer)),
    dataCreated: Hook.parallel('dataCreated'),
    dataChanged: Hook.parallel('dataChanged'),
    dataRepeated: Hook.parallel('dataRepeated'),
    dataDeleted: Hook.parallel('dataDeleted'),
    dataRestored: Hook.parallel('dataRestored'),
    metadataChanged: Hook.parallel('metadataChanged'),
    cleared: Hook.parallel('cleared'),
  };
}
