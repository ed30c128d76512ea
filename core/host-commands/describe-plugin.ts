import type { PluginInspection } from '../inspect.ts';

/** A plugin as clients are told of it. */
export function describePlugin(
  { hooks, ...plugin }: PluginInspection,
  { dependents, hasSettings }: { readonly dependents: readonly string[]; readonly hasSettings: boolean },
): object {
  return {
    name: plugin.name,
    display_name: plugin.displayName,
    version: plugin.version,
    description: plugin.description,
    built_in: plugin.builtIn,
    folder: plugin.folder,
    state: plugin.state,
    enabled: plugin.wanted,
    failure: plugin.failure ?? null,
    load_ms: plugin.loadMs ?? null,
    requirements: plugin.requirements,
    dependents,
    pip_dependencies: plugin.pipDependencies,
    effects: plugin.effects,
    taps: Object.fromEntries(
      Object.entries(hooks).map(([hook, taps]) => [hook, taps.map((tap) => ({ ...tap }))]),
    ),
    has_settings: hasSettings,
  };
}
