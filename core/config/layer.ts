import type { ConfigProblem } from './config-error.ts';
import type { JsonObject, Path } from './json.ts';

/** Where a value comes from, weakest first. */
export type Source = 'default' | 'file' | 'local' | 'environment' | 'flag';

/** What is wrong with a layer's value, and at which place. */
export interface ProblemPlace {
  readonly path: Path;
  /** Whether the key or its value is at fault. */
  readonly at: 'key' | 'value';
  readonly message: string;
  readonly hint: string | undefined;
  /** Whether the value at a path may be shown. */
  readonly reveals: (path: Path) => boolean;
}

/** Values from one source, and how to point at one of them. */
export interface Layer {
  readonly source: Source;
  /** A part of the configuration, in the shape of the config file. */
  readonly value: JsonObject;
  problem(place: ProblemPlace): ConfigProblem;
}
