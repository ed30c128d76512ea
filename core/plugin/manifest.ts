import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { HeadframeError, messageOf } from '../errors.ts';
import type { ExtensionInfo, WidgetClass } from '../extension.ts';
import { readSchema } from '../package.ts';
import { compileViolations, type Schema } from '../validation.ts';
import { normaliseVersion, parseRequirement, type Requirement } from './requirement.ts';

/** A plugin's manifest, checked, with every default filled in. Paths are relative to `folder`. */
export interface Manifest extends ExtensionInfo {
  /** The file that the manifest was read from. */
  readonly file: string;
  readonly main: { readonly file: string; readonly main: string };
  readonly interface: { readonly file: string; readonly interface: string };
  readonly widgets: readonly WidgetClass[];
  readonly requirements: readonly Requirement[];
  /** PyMiner's `dependencies`: pip packages, reported and never installed. */
  readonly pipDependencies: readonly string[];
  /** npm's own `dependencies`. */
  readonly npmDependencies: Readonly<Record<string, string>>;
  /** Path of the JSON file with the settings' defaults, if there is one. */
  readonly settings: string | undefined;
}

interface RawManifest {
  readonly name: string;
  readonly display_name?: string;
  readonly version?: string;
  readonly description?: string;
  readonly icon?: string;
  readonly group?: string;
  readonly main?: string | { readonly file?: string; readonly main?: string };
  readonly interface?: { readonly file?: string; readonly interface?: string };
  readonly widgets?: readonly RawWidget[];
  readonly requirements?: readonly string[];
  readonly dependencies?: readonly string[] | Readonly<Record<string, string>>;
  readonly settings?: string;
}

interface RawWidget {
  readonly file: string;
  readonly widget: string;
  readonly position?: string;
  readonly config?: WidgetClass['config'];
  readonly auto_insert?: boolean;
}

type JsonObject = Readonly<Record<string, unknown>>;

const PYMINER_KEYS = ['display_name', 'interface', 'widgets', 'requirements', 'icon', 'group'];
const NPM_KEYS = ['name', 'version', 'description', 'author', 'dependencies'];
const MAX_MANIFEST_BYTES = 1024 * 1024;
const DEFAULT_GROUP = '未知类型/未知分组';

const schema = readSchema('plugin');
const checkOpen = compileViolations(schema);
const checkClosed = compileViolations({ ...schema, additionalProperties: false } satisfies Schema);

/** Whether a folder holds a manifest in one of the three places. */
export function hasManifest(folder: string): boolean {
  return findManifest(folder) !== undefined;
}

/** Reads and checks the manifest of a plugin's folder. Throws `BAD_MANIFEST` with every violation and its path. */
export function readManifest(folder: string): Manifest {
  const manifest = readManifestIfAny(folder);
  if (manifest) return manifest;
  throw new HeadframeError(
    'BAD_MANIFEST',
    `${folder} is no plugin: no plugin.json, and no package.json of a plugin`,
  );
}

/** The same of a folder that need not be a plugin's. */
export function readManifestIfAny(folder: string): Manifest | undefined {
  const found = findManifest(folder);
  if (!found) return undefined;
  const { file, raw, closed } = found;
  const violations = (closed ? checkClosed : checkOpen)(raw);
  if (violations.length > 0) {
    const lines = violations.map(({ pointer, message }) => `${pointer || '/'} ${message}`);
    throw new HeadframeError('BAD_MANIFEST', `${file}: ${lines.join('; ')}`, { data: { file, violations } });
  }
  try {
    return normalise(folder, file, raw as unknown as RawManifest);
  } catch (error) {
    throw new HeadframeError('BAD_MANIFEST', `${file}: ${messageOf(error)}`, {
      cause: error,
      data: { file },
    });
  }
}

function findManifest(folder: string): { file: string; raw: JsonObject; closed: boolean } | undefined {
  const own = join(folder, 'plugin.json');
  if (existsSync(own)) return { file: own, raw: readJson(own), closed: true };
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  const raw = readJson(file);
  const { headframe } = raw;
  if (isObject(headframe)) {
    const npm = Object.fromEntries(NPM_KEYS.filter((key) => key in raw).map((key) => [key, raw[key]]));
    return { file, raw: { ...npm, ...headframe }, closed: true };
  }
  const isPyMiner = isObject(raw.main) || PYMINER_KEYS.some((key) => key in raw);
  return isPyMiner ? { file, raw, closed: false } : undefined;
}

function readJson(file: string): JsonObject {
  const text = readFileSync(file, 'utf8');
  if (text.length > MAX_MANIFEST_BYTES)
    throw new HeadframeError('BAD_MANIFEST', `${file} is larger than 1 MiB`);
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first) {
    const line = text.slice(0, first.offset).split('\n').length;
    throw new HeadframeError('BAD_MANIFEST', `${file}:${line}: ${printParseErrorCode(first.error)}`, {
      data: { file, line },
    });
  }
  if (!isObject(value)) throw new HeadframeError('BAD_MANIFEST', `${file}: is not a JSON object`);
  return value;
}

function normalise(folder: string, file: string, raw: RawManifest): Manifest {
  const [type_ = '', group = ''] = (raw.group ?? DEFAULT_GROUP).split('/', 2);
  const main = typeof raw.main === 'string' ? { file: raw.main } : (raw.main ?? {});
  const dependencies = raw.dependencies ?? [];
  return {
    name: raw.name,
    displayName: raw.display_name ?? raw.name,
    version: normaliseVersion(raw.version ?? '0.0.0'),
    description: raw.description ?? '',
    icon: raw.icon ?? '',
    path: folder,
    type_,
    group,
    file,
    main: { file: moduleFile(main.file), main: main.main ?? 'Extension' },
    interface: {
      file: moduleFile(raw.interface?.file ?? main.file),
      interface: raw.interface?.interface ?? 'Interface',
    },
    widgets: (raw.widgets ?? []).map(asWidget),
    requirements: (raw.requirements ?? []).map(parseRequirement),
    pipDependencies: isList(dependencies) ? dependencies : [],
    npmDependencies: isList(dependencies) ? {} : dependencies,
    settings: raw.settings,
  };
}

function moduleFile(file = 'main.ts'): string {
  if (!file.endsWith('.py')) return file;
  throw new HeadframeError(
    'BAD_MANIFEST',
    `${file} is a Python module; this host loads .ts, .mts, .js and .mjs`,
  );
}

function asWidget(raw: RawWidget): WidgetClass {
  return {
    file: raw.file,
    widget: raw.widget,
    position: raw.position ?? 'new_dock_window',
    config: raw.config ?? {},
    autoInsert: raw.auto_insert ?? true,
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: readonly string[] | Readonly<Record<string, string>>): value is readonly string[] {
  return Array.isArray(value);
}
