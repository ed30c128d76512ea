import type { Schema, SettingEntry } from './entry.ts';
import { type Control, controlOf, propertyNames, propertySchema } from './schema.ts';

/** One setting of the page. */
export interface Field {
  /** The dotted name, such as `socket-server.port`. */
  readonly path: string;
  readonly label: string;
  readonly description: string;
  readonly control: Control;
  /** `undefined` for a secret, and for a setting without a value. */
  readonly value: unknown;
  readonly default: unknown;
  /** Whether something other than the default is said of it. */
  readonly isModified: boolean;
  readonly source: SettingEntry['source'];
  readonly from: string;
}

/** The settings of one plugin. */
export interface Group {
  readonly plugin: string;
  readonly title: string;
  readonly fields: readonly Field[];
}

const STRENGTH: readonly SettingEntry['source'][] = ['default', 'file', 'local', 'environment', 'flag'];

/** The page of settings, plugin by plugin in the host's order; plugins without settings are left out. */
export function createForm(
  schemas: Readonly<Record<string, Schema>>,
  entries: readonly SettingEntry[],
): Group[] {
  return Object.entries(schemas).flatMap(([plugin, schema]) => {
    const own = entries.filter((entry) => entry.plugin === plugin);
    const names = new Set([...propertyNames(schema), ...own.map(({ keys }) => keys[0] ?? '')]);
    const fields = [...names].flatMap((name) =>
      createFields(
        plugin,
        propertySchema(schema, name),
        own.filter(({ keys }) => keys[0] === name),
      ),
    );
    const title = typeof schema.title === 'string' ? schema.title : plugin;
    return fields.length > 0 ? [{ plugin, title, fields }] : [];
  });
}

/** The groups with those fields alone in which every word of a search occurs. */
export function searchForm(groups: readonly Group[], search: string): Group[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return groups.flatMap((group) => {
    const fields = group.fields.filter(({ path, label, description }) => {
      const text = `${group.title} ${path} ${label} ${description}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    return fields.length > 0 ? [{ ...group, fields }] : [];
  });
}

/** One property: a field for the whole of it, or one for each part when some part is a secret. */
function createFields(plugin: string, schema: Schema, entries: readonly SettingEntry[]): Field[] {
  const [first] = entries;
  if (!first) return [];
  if (entries.length > 1 && entries.some(({ secret }) => secret))
    return entries.map((entry) => createField(entry.path, {}, [entry], entry.keys.length));
  return [createField(`${plugin}.${first.keys[0]}`, schema, entries, 1)];
}

function createField(path: string, schema: Schema, entries: readonly SettingEntry[], depth: number): Field {
  const strongest = [...entries].sort((a, b) => STRENGTH.indexOf(b.source) - STRENGTH.indexOf(a.source))[0];
  const secret = entries.some((entry) => entry.secret);
  const value = assemble(entries, depth, (entry) => entry.value);
  return {
    path,
    label: typeof schema.title === 'string' ? schema.title : path.slice(path.indexOf('.') + 1),
    description: typeof schema.description === 'string' ? schema.description : '',
    control: controlOf(schema, secret),
    value: secret ? undefined : value,
    default: secret ? undefined : assemble(entries, depth, (entry) => entry.default),
    isModified: strongest?.source !== 'default',
    source: strongest?.source ?? 'default',
    from: strongest?.from ?? 'default',
  };
}

/** A value put together from its leaves, whose keys below `depth` say where they stand in it. */
function assemble(
  entries: readonly SettingEntry[],
  depth: number,
  take: (entry: SettingEntry) => unknown,
): unknown {
  const [first] = entries;
  if (first && first.keys.length === depth) return take(first);
  const value: Record<string, unknown> = {};
  for (const entry of entries) {
    let here = value;
    for (const key of entry.keys.slice(depth, -1)) {
      const inner = Object.hasOwn(here, key) ? here[key] : undefined;
      const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
      here[key] = next;
      here = next;
    }
    const last = entry.keys.at(-1);
    if (last !== undefined) here[last] = take(entry);
  }
  return value;
}
