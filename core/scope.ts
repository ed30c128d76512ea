import { HeadframeError, messageOf } from './errors.ts';
import { withTimeout } from './timeout.ts';

/** Whose things a scope holds. `rank` is the owner's place in dependency order; the host keeps it current. */
export interface Owner {
  readonly name: string;
  rank: number;
}

/** Something registered, which can be taken back before its scope is closed. */
export interface Effect {
  readonly label: string;
  /** Undoes it now; a second call gives the first one's promise. Rejects when the undo fails. */
  undo(): Promise<void>;
}

/** An undo that threw, rejected or did not end in time. */
export interface UndoFailure {
  readonly owner: string;
  readonly label: string;
  readonly error: unknown;
}

/** A fault of a callback that this scope's owner registered: who, where, how long it ran (ms), what it threw. */
export interface Fault {
  readonly hook: string;
  readonly owner: string;
  readonly ms: number;
  readonly error: unknown;
}

/** Settings of a {@link Scope}. */
export interface ScopeOptions {
  /** Longest time for one undo, in ms. */
  readonly undoTimeoutMs?: number;
  /** Told of every fault of a callback registered through this scope. */
  readonly onFault?: (fault: Fault) => void;
}

interface Held {
  readonly label: string;
  readonly undo: () => void | Promise<void>;
  done?: Promise<void>;
}

const UNDO_TIMEOUT_MS = 5000;

/**
 * Holds what a plugin has registered, and undoes it when it is closed: last in, first out, one
 * after the other, every undo attempted whatever the others do.
 *
 * Notes: `signal` is aborted before the first undo. A registration after closing has begun throws
 * `SCOPE_CLOSED`, so that nothing can be left behind.
 */
export class Scope {
  readonly owner: Owner;
  readonly #options: ScopeOptions;
  readonly #controller = new AbortController();
  readonly #held = new Set<Held>();
  #closed = false;
  #disposal: Promise<readonly UndoFailure[]> | undefined;
  #leaveParent: (() => unknown) | undefined;

  constructor(owner: Owner, options: ScopeOptions = {}) {
    this.owner = owner;
    this.#options = options;
  }

  /** Aborted as the first act of closing. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether closing has begun. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Registers an undo under a label for people. Throws `SCOPE_CLOSED` once closing has begun. */
  add(label: string, undo: () => void | Promise<void>): Effect {
    const held = this.#hold(label, undo);
    return { label, undo: () => this.#undo(held) };
  }

  /** A scope inside this one: closed with it, or earlier by itself. */
  child(label: string): Scope {
    const child = new Scope(this.owner, this.#options);
    const held = this.#hold(label, async () => {
      const failures = await child.dispose();
      if (failures.length > 0) throw asError(failures);
    });
    child.#leaveParent = () => this.#held.delete(held);
    return child;
  }

  /** Calls `run` every `ms` until closed; its faults are reported, never thrown. */
  interval(label: string, ms: number, run: () => void): Effect {
    const timer = setInterval(() => this.#guard(label, run), ms);
    return this.#addOr(label, () => clearInterval(timer));
  }

  /** Calls `run` once after `ms` unless closed before; its faults are reported, never thrown. */
  timeout(label: string, ms: number, run: () => void): Effect {
    const timer = setTimeout(() => {
      void effect.undo();
      this.#guard(label, run);
    }, ms);
    const effect = this.#addOr(label, () => clearTimeout(timer));
    return effect;
  }

  /** Listens to a Node event until closed. */
  listen(
    target: Pick<NodeJS.EventEmitter, 'on' | 'off'>,
    event: string,
    listener: (...values: unknown[]) => void,
  ): Effect {
    target.on(event, listener);
    return this.#addOr(`listener ${event}`, () => void target.off(event, listener));
  }

  /** The labels of what is held, oldest first: after closing, what could not be undone. */
  effects(): string[] {
    return [...this.#held].map((held) => held.label);
  }

  /** Reports a fault of one of the owner's callbacks. */
  report(fault: Fault): void {
    this.#options.onFault?.(fault);
  }

  /** Closes the scope. Always resolves, with the undos that failed; repeated calls give the same promise. */
  dispose(): Promise<readonly UndoFailure[]> {
    this.#closed = true;
    this.#disposal ??= this.#run();
    return this.#disposal;
  }

  async #run(): Promise<readonly UndoFailure[]> {
    this.#controller.abort(new HeadframeError('SCOPE_CLOSED', `${this.owner.name} is being closed`));
    const failures: UndoFailure[] = [];
    for (const held of [...this.#held].reverse()) {
      try {
        await withTimeout(
          this.#undo(held),
          this.#options.undoTimeoutMs ?? UNDO_TIMEOUT_MS,
          `undo of ${held.label}`,
        );
      } catch (error) {
        failures.push({ owner: this.owner.name, label: held.label, error });
      }
    }
    this.#leaveParent?.();
    return failures;
  }

  #hold(label: string, undo: Held['undo']): Held {
    if (this.closed) {
      const text = `${this.owner.name} is closed: "${label}" cannot be registered any more`;
      throw new HeadframeError('SCOPE_CLOSED', text);
    }
    const held: Held = { label, undo };
    this.#held.add(held);
    return held;
  }

  #undo(held: Held): Promise<void> {
    held.done ??= (async () => {
      await held.undo();
      this.#held.delete(held);
    })();
    return held.done;
  }

  #addOr(label: string, undo: () => void): Effect {
    try {
      return this.add(label, undo);
    } catch (error) {
      undo();
      throw error;
    }
  }

  #guard(label: string, run: () => void): void {
    const start = performance.now();
    try {
      run();
    } catch (error) {
      this.report({ hook: label, owner: this.owner.name, ms: performance.now() - start, error });
    }
  }
}

function asError(failures: readonly UndoFailure[]): Error {
  const text = failures.map((failure) => `${failure.label}: ${messageOf(failure.error)}`).join('; ');
  return new AggregateError(
    failures.map((failure) => failure.error),
    text,
  );
}
