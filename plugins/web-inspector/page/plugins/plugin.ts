/** One tap on a hook of a plugin. Times in ms. */
export interface Tap {
  readonly owner: string;
  readonly label: string;
  readonly calls: number;
  readonly errors: number;
  readonly ms: number;
}

/** A plugin as the host lists it (`plugins`). */
export interface Plugin {
  readonly name: string;
  readonly display_name: string;
  readonly version: string;
  readonly description: string;
  readonly built_in: boolean;
  readonly folder: string;
  readonly state: string;
  /** Whether it shall be active. */
  readonly enabled: boolean;
  readonly failure: { readonly step: string; readonly code: string; readonly message: string } | null;
  readonly load_ms: number | null;
  readonly requirements: readonly string[];
  /** Those that would have to be disabled with it. */
  readonly dependents: readonly string[];
  readonly pip_dependencies: readonly string[];
  /** What it holds now, by label. */
  readonly effects: readonly string[];
  /** The taps on its hooks, by hook. */
  readonly taps: Readonly<Record<string, readonly Tap[]>>;
}

/** A folder that looks like a plugin and cannot be used. */
export interface BrokenPlugin {
  readonly folder: string;
  readonly code: string;
  readonly message: string;
}

/** Effects of a plugin by their first word, with how many there are: `command` 12, `tap` 3. */
export function countEffects(effects: readonly string[]): [kind: string, count: number][] {
  const counts = new Map<string, number>();
  for (const effect of effects) {
    const [kind = effect] = effect.split(' ', 1);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts];
}
