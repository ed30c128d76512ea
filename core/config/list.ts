import { isObject, leaves, type Path, valueAt } from './json.ts';
import type { Source } from './layer.ts';
import { propertyNames } from './schema-walk.ts';
import { placeOf, type Snapshot, settingsIn, sourceOf } from './snapshot.ts';

/** One setting as it is listed. */
export interface SettingEntry {
  /** The dotted name, such as `socket-server.port`. */
  readonly path: string;
  readonly plugin: string;
  /** The dotted name within the plugin. */
  readonly key: string;
  /** The same, name by name: a name may have a dot in it. */
  readonly keys: Path;
  /** `undefined` for a secret, and for a setting without a value. */
  readonly value: unknown;
  /** What holds when nothing is said; `undefined` for a secret, and for a setting without one. */
  readonly default: unknown;
  readonly source: Source;
  /** What brings the value: `FILE:LINE:COL`, the variable of the environment, or the flag; `default`. */
  readonly from: string;
  readonly secret: boolean;
}

/** Every setting of every plugin: those with a value, and those that a schema names. */
export function listSettings(snapshot: Snapshot): SettingEntry[] {
  return [...snapshot.catalogue.plugins.keys()].flatMap((plugin) => listPlugin(snapshot, plugin));
}

function listPlugin(snapshot: Snapshot, plugin: string): SettingEntry[] {
  const { catalogue } = snapshot;
  const base = ['plugins', plugin, 'settings'];
  const settings = settingsIn(snapshot, plugin);
  const known = catalogue.plugins.get(plugin);
  const unset = propertyNames(known?.schema ?? {}, []).filter(
    (name) => valueAt(settings, [name]) === undefined,
  );
  const entries: [Path, unknown][] = [
    ...leaves(settings),
    ...unset.map((name): [Path, unknown] => [[name], undefined]),
  ];
  return entries.map(([path, value]) => {
    const place = [...base, ...path];
    const secret = catalogue.isSecret(place) || holdsSecret(value, place, snapshot);
    const key = path.join('.');
    return {
      path: `${plugin}.${key}`,
      plugin,
      key,
      keys: path,
      value: secret ? undefined : value,
      default: secret ? undefined : valueAt(known?.defaults, path),
      source: sourceOf(snapshot, place),
      from: placeOf(snapshot, place),
      secret,
    };
  });
}

/** Whether a list has objects with secrets in it. */
function holdsSecret(value: unknown, path: Path, snapshot: Snapshot): boolean {
  if (snapshot.catalogue.isSecret(path)) return true;
  if (!Array.isArray(value) && !isObject(value)) return false;
  return Object.entries(value).some(([key, inner]) => holdsSecret(inner, [...path, key], snapshot));
}
