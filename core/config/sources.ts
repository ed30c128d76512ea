import { isObject, leaves, type Path, valueAt } from './json.ts';
import type { Source } from './layer.ts';
import { listSettings } from './list.ts';
import { dataDirOf, placeOf, pluginDirsOf, type Snapshot, sourceOf } from './snapshot.ts';

/** A value of the configuration, the host's keys included, and where it comes from. */
export interface ConfigValue {
  /** Its place in the config file: `log.level`, `plugins.workspace.enabled`. */
  readonly path: Path;
  /** `undefined` for a secret, and for a setting without a value. */
  readonly value: unknown;
  readonly source: Source;
  /** What brings it: `FILE:LINE:COL`, the variable of the environment, or the flag; `default`. */
  readonly from: string;
  readonly secret: boolean;
}

const LOG_DEFAULTS: readonly (readonly [string, string])[] = [
  ['level', 'info'],
  ['format', 'auto'],
];

/** Every value that counts: the host's keys first, then each plugin with its settings. */
export function listValues(snapshot: Snapshot): ConfigValue[] {
  const { value, catalogue } = snapshot;
  const logged = isObject(value.log) ? value.log : {};
  const host: [Path, unknown][] = [
    [['dataDir'], dataDirOf(snapshot)],
    [['pluginDirs'], pluginDirsOf(snapshot)],
    ...[...leaves({ ...Object.fromEntries(LOG_DEFAULTS), ...logged })].map(([path, one]): [Path, unknown] => [
      ['log', ...path],
      one,
    ]),
  ];
  const settings = listSettings(snapshot);
  const plugins = [...catalogue.plugins.keys()].flatMap((plugin) => {
    const enabled = ['plugins', plugin, 'enabled'];
    const own = settings.filter((entry) => entry.plugin === plugin);
    return [
      describe(snapshot, enabled, valueAt(value, enabled) ?? true, false),
      ...own.map((entry) =>
        describe(snapshot, ['plugins', plugin, 'settings', ...entry.keys], entry.value, entry.secret),
      ),
    ];
  });
  return [...host.map(([path, one]) => describe(snapshot, path, one, false)), ...plugins];
}

function describe(snapshot: Snapshot, path: Path, value: unknown, secret: boolean): ConfigValue {
  const source = sourceOf(snapshot, path);
  return { path, value, source, from: placeOf(snapshot, path), secret };
}
