import {
  type CompiledHook,
  compileHook,
  compileStartingHook,
  type HookKind,
  type HookTaps,
  type StartingHook,
} from './compiled-hook.ts';
import { HeadframeError } from './errors.ts';
import type { Effect, Scope } from './scope.ts';
import { type TapEntry, type TapInfo, tapInfo } from './tap-entry.ts';

export type { HookKind } from './compiled-hook.ts';
export type { TapInfo } from './tap-entry.ts';

/** What a tap may return: the hook's result or nothing, at once or later. */
// biome-ignore lint/suspicious/noConfusingVoidType: a tap without a return statement is of type void
export type TapResult<R> = R | undefined | void | Promise<R | undefined | void>;

/** Settings of one tap. */
export interface TapOptions {
  /** Lower stages are called first; 0 unless given. Within one, the owners' dependency order counts. */
  readonly stage?: number;
  /** What leak reports and `plugin tree` call it; the hook's name unless given. */
  readonly label?: string;
}

/**
 * A place where others may listen: typed outside, tapable inside.
 *
 * Notes: every tap runs in a guard, which measures it, bounds its time (5 s) and reports its fault to
 * the tap's own scope; a faulty tap counts as having returned `undefined`, so it neither stops the
 * others nor fails the caller. tapable cannot remove a tap, therefore the entries are kept here and
 * the compiled hook is built afresh at the first call after a change.
 */
export class Hook<T, R = void> {
  readonly name: string;
  readonly kind: HookKind;
  readonly #accepts: ((answer: unknown) => boolean) | undefined;
  #entries: TapEntry<T>[] = [];
  #compiled: CompiledHook<T> | undefined;
  #starting: StartingHook<T> | undefined;
  #successor: Hook<T, R> | undefined;
  #announcing = false;
  readonly #waiting: (() => void)[] = [];

  private constructor(name: string, kind: HookKind, accepts?: (answer: unknown) => boolean) {
    this.name = name;
    this.kind = kind;
    this.#accepts = accepts;
  }

  /** A hook that announces: all taps start at once, in order; calls made from a tap wait their turn. */
  static parallel<T>(name: string): Hook<T> {
    return new Hook<T>(name, 'parallel');
  }

  /** A hook whose taps run one after the other. */
  static series<T>(name: string): Hook<T> {
    return new Hook<T>(name, 'series');
  }

  /** A hook that asks its taps in turn and takes the first answer that is not `undefined`. */
  static bail<T, R>(name: string): Hook<T, R | undefined> {
    return new Hook<T, R | undefined>(name, 'bail');
  }

  /**
   * A hook that hands a value through its taps; a tap that returns nothing leaves it as it was. An answer
   * that `accepts` refuses is a fault of that tap: it leaves the value as it was too.
   */
  static waterfall<T>(name: string, accepts?: (answer: unknown) => boolean): Hook<T, T> {
    return new Hook<T, T>(name, 'waterfall', accepts);
  }

  /** Whether anybody listens. */
  get used(): boolean {
    return this.#current.#entries.length > 0;
  }

  /** Listens until the scope is closed or the effect undone. Throws `SCOPE_CLOSED` on a closed scope. */
  tap(scope: Scope, run: (value: T) => TapResult<R>, options: TapOptions = {}): Effect {
    if (typeof run !== 'function') {
      throw new HeadframeError(
        'BAD_ARGUMENT',
        `${scope.owner.name}: a tap of ${this.name} is not a function`,
      );
    }
    const entry: TapEntry<T> = {
      run,
      scope,
      stage: options.stage ?? 0,
      label: options.label ?? this.name,
      active: true,
      calls: 0,
      errors: 0,
      ms: 0,
    };
    const effect = scope.add(`tap ${entry.label}`, () => this.#remove(entry));
    const hook = this.#current;
    hook.#entries.push(entry);
    hook.#changed();
    return effect;
  }

  /**
   * Calls the taps. Never rejects because of one of them: see the class's notes. Without taps it
   * costs one resolved promise.
   */
  call(value: T): Promise<R> {
    const hook = this.#current;
    if (hook.#entries.length === 0)
      return Promise.resolve((hook.kind === 'waterfall' ? value : undefined) as R);
    if (hook.kind !== 'parallel') return hook.#invoke(value);
    if (hook.#announcing) {
      return new Promise((resolve) => hook.#waiting.push(() => resolve(hook.#invoke(value))));
    }
    return hook.#inTurn(() => hook.#invoke(value));
  }

  /**
   * Starts the taps, as `call` does, and waits for none: for a hook that announces. Without taps, and with
   * taps that wait for nothing, it makes no promise.
   */
  announce(value: T): void {
    const hook = this.#current;
    if (hook.#entries.length === 0) return;
    if (hook.kind !== 'parallel') void hook.#invoke(value);
    else if (hook.#announcing) hook.#waiting.push(() => hook.#start(value));
    else hook.#inTurn(() => hook.#start(value));
  }

  /** The taps in the order of their calls. */
  taps(): TapInfo[] {
    return this.#current.#sorted().map((entry) => tapInfo(this.name, entry));
  }

  /**
   * Takes over the taps of a hook of the same name that this one replaces, as after a provider's
   * reload; whoever still holds the old one reaches this one through it.
   */
  adopt(previous: Hook<T, R>): void {
    const old = previous.#current;
    if (old === this) return;
    this.#entries.push(...old.#entries);
    this.#changed();
    old.#entries = [];
    old.#changed();
    old.#successor = this;
  }

  get #current(): Hook<T, R> {
    let hook: Hook<T, R> = this;
    while (hook.#successor) hook = hook.#successor;
    return hook;
  }

  #remove(entry: TapEntry<T>): void {
    entry.active = false;
    const hook = this.#current;
    hook.#entries = hook.#entries.filter((other) => other !== entry);
    hook.#changed();
  }

  #changed(): void {
    this.#compiled = undefined;
    this.#starting = undefined;
  }

  /** Starts all taps; calls that they make to this hook are held until all have been started. */
  #inTurn<A>(start: () => A): A {
    this.#announcing = true;
    try {
      const result = start();
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) next();
      return result;
    } finally {
      this.#announcing = false;
    }
  }

  #invoke(value: T): Promise<R> {
    this.#compiled ??= compileHook(this.kind, this.#taps());
    return this.#compiled.promise(value) as Promise<R>;
  }

  #start(value: T): void {
    this.#starting ??= compileStartingHook(this.#taps());
    this.#starting.call(value);
  }

  #taps(): HookTaps<T> {
    return { name: this.name, entries: this.#sorted(), accepts: this.#accepts };
  }

  #sorted(): TapEntry<T>[] {
    return [...this.#entries].sort((a, b) => a.stage - b.stage || a.scope.owner.rank - b.scope.owner.rank);
  }
}
