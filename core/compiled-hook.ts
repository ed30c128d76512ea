import {
  AsyncParallelHook,
  AsyncSeriesBailHook,
  AsyncSeriesHook,
  AsyncSeriesWaterfallHook,
  SyncHook,
} from 'tapable';
import { type Accepts, runGuarded, type TapEntry } from './tap-entry.ts';

/**
 * How taps are called: `parallel` all at once; `series` one after the other; `bail` until one
 * returns something; `waterfall` each with what the one before returned.
 */
export type HookKind = 'parallel' | 'series' | 'bail' | 'waterfall';

/** A tapable hook with its taps, each in its guard. */
export interface CompiledHook<T> {
  promise(value: T): Promise<unknown>;
}

/** The same for taps that are started, in order, and not waited for. */
export interface StartingHook<T> {
  call(value: T): void;
}

/** What is compiled: the hook's name, its taps in the order of their calls, and which answers they may give. */
export interface HookTaps<T> {
  readonly name: string;
  readonly entries: readonly TapEntry<T>[];
  readonly accepts: Accepts | undefined;
}

/** A tapable hook of a kind. */
export function compileHook<T>(kind: HookKind, { name, entries, accepts }: HookTaps<T>): CompiledHook<T> {
  const compiled = createHook<T>(kind);
  for (const entry of entries) {
    compiled.tapPromise(entry.scope.owner.name, async (value) => runGuarded(name, entry, value, accepts));
  }
  return compiled;
}

/** A tapable hook that starts its taps. */
export function compileStartingHook<T>({ name, entries, accepts }: HookTaps<T>): StartingHook<T> {
  const starting = new SyncHook<[T]>(['value']);
  for (const entry of entries) {
    starting.tap(entry.scope.owner.name, (value) => void runGuarded(name, entry, value, accepts));
  }
  return starting;
}

interface EmptyHook<T> extends CompiledHook<T> {
  tapPromise(name: string, run: (value: T) => Promise<unknown>): void;
}

function createHook<T>(kind: HookKind): EmptyHook<T> {
  switch (kind) {
    case 'parallel':
      return new AsyncParallelHook<[T]>(['value']);
    case 'series':
      return new AsyncSeriesHook<[T]>(['value']);
    case 'bail':
      return new AsyncSeriesBailHook<[T], unknown>(['value']);
    case 'waterfall':
      return new AsyncSeriesWaterfallHook<[T], unknown>(['value']);
  }
}
