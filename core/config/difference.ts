import { isDeepStrictEqual } from 'node:util';
import { isObject, type Path, valueAt } from './json.ts';
import { withoutSecrets } from './redact.ts';
import { type Snapshot, settingsIn } from './snapshot.ts';

/** A setting that has a new value. Of secrets it says only that they changed. */
export interface SettingChange {
  readonly plugin: string;
  /** The setting's dotted name within its plugin. */
  readonly key: string;
  readonly value: unknown;
  readonly previous: unknown;
}

/** What differs between two states of the configuration. */
export interface ConfigDifference {
  /** Plugins whose `enabled` changed, with what it is now. */
  readonly enabled: ReadonlyMap<string, boolean | undefined>;
  /** Plugins whose settings changed. */
  readonly settings: readonly string[];
  readonly changes: readonly SettingChange[];
  /** The host's own keys that changed (`dataDir`, `pluginDirs`, `log`): they need a restart. */
  readonly host: readonly string[];
}

/** Compares two states. */
export function compareSnapshots(before: Snapshot, after: Snapshot): ConfigDifference {
  const plugins = new Set(
    [before, after].flatMap((one) => [...one.catalogue.plugins.keys(), ...pluginsSaid(one)]),
  );
  const enabled = new Map<string, boolean | undefined>();
  const changes: SettingChange[] = [];
  for (const plugin of plugins) {
    const now = enabledIn(after, plugin);
    if (now !== enabledIn(before, plugin)) enabled.set(plugin, now);
    for (const [path, value, previous] of differences(
      settingsIn(before, plugin),
      settingsIn(after, plugin),
      [],
    )) {
      const place = ['plugins', plugin, 'settings', ...path];
      const shown = withoutSecrets(value, place, after.catalogue);
      changes.push({
        plugin,
        key: path.join('.'),
        value: shown,
        previous: withoutSecrets(previous, place, after.catalogue),
      });
    }
  }
  const host = after.catalogue.hostKeys.filter(
    (key) =>
      key !== 'plugins' &&
      key !== '$schema' &&
      !isDeepStrictEqual(valueAt(before.value, [key]), valueAt(after.value, [key])),
  );
  return { enabled, settings: [...new Set(changes.map((change) => change.plugin))], changes, host };
}

/** What a state says of a plugin's being enabled. */
export function enabledIn(snapshot: Snapshot, plugin: string): boolean | undefined {
  const value = valueAt(snapshot.value, ['plugins', plugin, 'enabled']);
  return typeof value === 'boolean' ? value : undefined;
}

function pluginsSaid({ value }: Snapshot): string[] {
  return isObject(value.plugins) ? Object.keys(value.plugins) : [];
}

function* differences(before: unknown, after: unknown, path: Path): Iterable<[Path, unknown, unknown]> {
  if (isDeepStrictEqual(before, after)) return;
  if (!isObject(before) || !isObject(after)) {
    yield [path, after, before];
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    yield* differences(valueAt(before, [key]), valueAt(after, [key]), [...path, key]);
  }
}
