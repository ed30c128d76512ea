import { dirname, join, resolve } from 'node:path';
import type { LogOptions } from '../logger.ts';
import { type Assignment, assignedLayer } from './assignment.ts';
import { Catalogue } from './catalogue.ts';
import { type ConfigProblem, throwProblems } from './config-error.ts';
import type { ConfigDocument } from './document.ts';
import { deepFreeze, hasPath, isObject, type JsonObject, merge, type Path, valueAt } from './json.ts';
import type { Layer, Source } from './layer.ts';
import type { PluginSettings } from './plugin-settings.ts';
import { toPointer } from './tree.ts';
import { settingProblems, structureProblems, unknownPlugins } from './validate.ts';

/** All that the configuration is made from. */
export interface Inputs {
  readonly cwd: string;
  /** Where the config file is, or would be. */
  readonly targetFile: string;
  /** The config file and the local overlay, as far as they exist. */
  readonly documents: readonly ConfigDocument[];
  /** From the environment and the command line, strongest last. */
  readonly assignments: readonly Assignment[];
  /** `undefined` until the plugins are known: then their settings are not checked yet. */
  readonly plugins: ReadonlyMap<string, PluginSettings> | undefined;
}

/** The configuration at one moment: checked, joined, frozen. */
export interface Snapshot {
  readonly inputs: Inputs;
  readonly catalogue: Catalogue;
  /** Weakest first. */
  readonly layers: readonly Layer[];
  /** All layers joined, without the plugins' defaults. */
  readonly value: JsonObject;
}

/** Reads, joins and checks everything. Throws a `ConfigError` with all problems. */
export function takeSnapshot(inputs: Inputs): Snapshot {
  const { documents, assignments, plugins } = inputs;
  const catalogue = new Catalogue(plugins ?? new Map());
  const problems: ConfigProblem[] = [];
  const ready = assignments.filter((assignment) => plugins !== undefined || !assignment.deferred);
  const layers: Layer[] = documents.length > 0 ? [...documents] : [missingFile(inputs.targetFile)];
  for (const source of ['environment', 'flag'] as const) {
    const own = ready.filter((assignment) => assignment.source === source);
    if (own.length > 0) layers.push(assignedLayer(source, own, catalogue, problems));
  }
  for (const layer of layers) {
    const structure = structureProblems(layer, catalogue);
    problems.push(...structure);
    if (plugins) problems.push(...unknownPlugins(layer, catalogue));
  }
  for (const plugin of plugins?.keys() ?? []) problems.push(...settingProblems(plugin, layers, catalogue));
  throwProblems(problems);
  return {
    inputs,
    catalogue,
    layers,
    value: deepFreeze(layers.map((layer) => layer.value).reduce(merge, {})),
  };
}

/** One plugin's settings: its defaults, then what the layers say. Frozen. */
export function settingsIn({ catalogue, value }: Snapshot, plugin: string): JsonObject {
  const said = valueAt(value, ['plugins', plugin, 'settings']);
  const defaults = catalogue.plugins.get(plugin)?.defaults ?? {};
  return deepFreeze(isObject(said) ? merge(defaults, said) : defaults);
}

/** The strongest source that gives a value to a path, or to something in it. */
export function sourceOf({ layers }: Snapshot, path: Path): Source {
  return layers.findLast((layer) => hasPath(layer.value, path))?.source ?? 'default';
}

/** What gives a value to a path: `FILE:LINE:COL`, the variable of the environment, or the flag; `default`. */
export function placeOf(snapshot: Snapshot, path: Path): string {
  const source = sourceOf(snapshot, path);
  const layer = snapshot.layers.findLast((one) => one.source === source);
  if (source === 'default' || !layer) return 'default';
  const place = { path, at: 'value', message: '', hint: undefined, reveals: () => false } as const;
  const { file, line, col } = layer.problem(place);
  return line > 0 ? `${file}:${line}:${col}` : file;
}

/** The data folder as an absolute path. */
export function dataDirOf(snapshot: Snapshot): string {
  return (
    absolute(snapshot, ['dataDir']) ??
    resolve(snapshot.inputs.cwd, dirname(snapshot.inputs.targetFile), '.headframe')
  );
}

/** The folders of plugins as absolute paths. */
export function pluginDirsOf(snapshot: Snapshot): readonly string[] {
  const folders = valueAt(snapshot.value, ['pluginDirs']);
  if (!Array.isArray(folders)) return [];
  const base = baseFolder(snapshot, ['pluginDirs']);
  return folders.map((folder) => resolve(base, String(folder)));
}

/** All folders in which plugins are looked for: the given ones, and where installed plugins live. */
export function pluginFoldersOf(snapshot: Snapshot): readonly string[] {
  return [...pluginDirsOf(snapshot), join(dataDirOf(snapshot), 'extensions')];
}

/** The log's settings, its file as an absolute path. */
export function logOf(snapshot: Snapshot): LogOptions {
  const log = valueAt(snapshot.value, ['log']);
  const file = absolute(snapshot, ['log', 'file']);
  return { ...(isObject(log) ? (log as LogOptions) : {}), ...(file === undefined ? {} : { file }) };
}

function absolute(snapshot: Snapshot, path: Path): string | undefined {
  const value = valueAt(snapshot.value, path);
  return typeof value === 'string' ? resolve(baseFolder(snapshot, path), value) : undefined;
}

/** What relative paths start from: the file's folder, or where the command was given. */
function baseFolder(snapshot: Snapshot, path: Path): string {
  const source = sourceOf(snapshot, path);
  return source === 'file' || source === 'local' ? dirname(snapshot.inputs.targetFile) : snapshot.inputs.cwd;
}

function missingFile(file: string): Layer {
  return {
    source: 'file',
    value: {},
    problem: ({ path, message, hint }) => ({
      message,
      file,
      line: 0,
      col: 0,
      pointer: toPointer(path),
      frame: '',
      hint,
    }),
  };
}
