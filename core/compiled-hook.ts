import { AsyncParallelHook, AsyncSeriesBailHook, AsyncSeriesHook, AsyncSeriesWaterfallHook } from 'tapable';

/**
 * How taps are called: `parallel` all at once; `series` one after the other; `bail` until one
 * returns something; `waterfall` each with what the one before returned.
 */
export type HookKind = 'parallel' | 'series' | 'bail' | 'waterfall';

/** The part of a tapable hook that is used: taps are added before the first call and never removed. */
export interface CompiledHook<T> {
  tapPromise(name: string, run: (value: T) => Promise<unknown>): void;
  promise(value: T): Promise<unknown>;
}

/** An empty tapable hook of a kind. */
export function createCompiledHook<T>(kind: HookKind): CompiledHook<T> {
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
