import { kindOf } from './description.ts';
import { namePattern } from './name.ts';
import type { Variable } from './variable.ts';

/** Which variables are meant: all conditions that are given. */
export interface MetadataFilter {
  /** One of the kinds. */
  readonly kind?: string;
  /** Who wrote the value last. */
  readonly provider?: string;
  /** Changed after this revision. */
  readonly since?: number;
  /** A pattern of names: `*` stands for any characters, `?` for one. */
  readonly name?: string;
  /** Free keys with their values; `null` for a key that is not there. */
  readonly info?: Readonly<Record<string, unknown>>;
}

/** Makes a test of variables; what needs a look into the value is asked last. Throws `BAD_ARGUMENT` for a bad pattern. */
export function createFilter(filter: MetadataFilter): (variable: Variable) => boolean {
  const { kind, provider, since, name } = filter;
  const matches = name === undefined ? undefined : namePattern(name);
  const info = Object.entries(filter.info ?? {}).map(([key, value]) => [key, JSON.stringify(value)] as const);
  return (variable) =>
    (provider === undefined || variable.provider === provider) &&
    (since === undefined || variable.revision > since) &&
    (matches === undefined || matches(variable.name)) &&
    info.every(([key, value]) => JSON.stringify(variable.info.get(key) ?? null) === value) &&
    (kind === undefined || kindOf(variable.history.current).kind === kind);
}
