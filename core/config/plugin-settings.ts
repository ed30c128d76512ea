import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HeadframeError, messageOf } from '../errors.ts';
import { isBuiltIn } from '../package.ts';
import type { Manifest } from '../plugin/manifest.ts';
import { compileViolations, type Schema, type Violation } from '../validation.ts';
import { ConfigDocument, MAX_CONFIG_BYTES } from './document.ts';
import { deepFreeze, isObject, type JsonObject } from './json.ts';

/** What a plugin brings for its settings: the defaults, and the schema that is its settings panel. */
export interface PluginSettings {
  readonly defaults: JsonObject;
  /** Draft-07. Names that it does not know are refused. */
  readonly schema: Schema;
  readonly validate: (value: unknown) => Violation[];
  /** Why the plugin's own files cannot be used; the plugin fails with it, the others don't. */
  readonly error: HeadframeError | undefined;
}

/** Reads the defaults and the schema that a manifest names. Does not throw: see `error`. */
export function readPluginSettings(manifest: Manifest): PluginSettings {
  try {
    return read(manifest);
  } catch (error) {
    return brokenSettings(manifest.name, messageOf(error), error);
  }
}

/** The settings of all plugins by name; those in `broken` are known by name alone. */
export function settingsOfAll(
  manifests: readonly Manifest[],
  broken: readonly string[] = [],
): Map<string, PluginSettings> {
  return new Map([
    ...broken.map((name) => [name, brokenSettings(name, 'its manifest is bad')] as const),
    ...manifests.map((manifest) => [manifest.name, readPluginSettings(manifest)] as const),
  ]);
}

/** Stands for the settings of a plugin whose own files cannot be used. */
export function brokenSettings(plugin: string, why: string, cause?: unknown): PluginSettings {
  const message = `${plugin}: its settings cannot be used: ${why}`;
  const error = new HeadframeError('BAD_MANIFEST', message, { cause, data: { plugin } });
  return { defaults: {}, schema: {}, validate: () => [], error };
}

function read(manifest: Manifest): PluginSettings {
  const file = manifest.settings === undefined ? undefined : join(manifest.path, manifest.settings);
  // What the built package holds needs no line and column of what is wrong with it.
  const readFile = isBuiltIn(manifest.path) ? readJson : readObject;
  const defaults = file === undefined ? {} : readFile(file);
  const schemaFile = file?.replace(/(\.json)?$/, '.schema.json');
  const schema =
    schemaFile !== undefined && existsSync(schemaFile) ? closed(readFile(schemaFile)) : inferSchema(defaults);
  const validate = compileViolations(schema);
  // What is required may have no default: the user has to give it.
  const checkDefaults = 'required' in schema ? compileViolations({ ...schema, required: [] }) : validate;
  const [wrong] = checkDefaults(defaults);
  if (wrong) throw new Error(`${file}: ${wrong.pointer || '/'} ${wrong.message}`);
  return { defaults: deepFreeze(defaults), schema: deepFreeze(schema), validate, error: undefined };
}

function readJson(file: string): JsonObject {
  return JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
}

function readObject(file: string): JsonObject {
  if (statSync(file).size > MAX_CONFIG_BYTES) throw new Error(`${file} is larger than 1 MiB`);
  const { document, problems } = ConfigDocument.parse('file', file, readFileSync(file));
  const [problem] = problems;
  if (problem) throw new Error(`${file}:${problem.line}:${problem.col}: ${problem.message}`);
  return document.value;
}

/** The schema of settings that come without one: the names and types of the defaults, nothing else. */
function inferSchema(value: unknown): Schema {
  if (isObject(value)) {
    const properties = Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, inferSchema(inner)]),
    );
    return { type: 'object', additionalProperties: false, properties };
  }
  if (Array.isArray(value)) return { type: 'array' };
  return value === null ? {} : { type: typeof value };
}

/** Refuses names that the schema does not know, unless it says otherwise or is put together from others. */
function closed(schema: Schema): Schema {
  const composed = ['$ref', 'allOf', 'anyOf', 'oneOf', 'patternProperties', 'additionalProperties'];
  return composed.some((key) => key in schema) ? schema : { ...schema, additionalProperties: false };
}
