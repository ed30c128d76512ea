import { readSchema } from '../package.ts';
import type { Schema } from '../validation.ts';
import { isObject, type Path } from './json.ts';
import type { PluginSettings } from './plugin-settings.ts';
import { isOpen, isSecretAt, propertyNames, schemasAt } from './schema-walk.ts';

/** The schema of the config file, without any plugin's settings. */
export const configSchema: Schema = readSchema('config');

const NOTHING: Schema = { type: 'object', additionalProperties: false, properties: {} };

/** Everything that the configuration may hold: the host's keys, and the settings of the known plugins. */
export class Catalogue {
  readonly plugins: ReadonlyMap<string, PluginSettings>;

  constructor(plugins: ReadonlyMap<string, PluginSettings>) {
    this.plugins = plugins;
  }

  /** The host's own keys at the top of the file. */
  get hostKeys(): string[] {
    return propertyNames(configSchema, []);
  }

  /** The names known below a path. */
  names(path: Path): string[] {
    if (path.length === 1 && path[0] === 'plugins') return [...this.plugins.keys()];
    return propertyNames(...this.#locate(path));
  }

  /** Whether names may stand below a path that are not known. */
  isOpen(path: Path): boolean {
    return path.length > 1 && isOpen(...this.#locate(path));
  }

  isSecret(path: Path): boolean {
    return isSecretAt(...this.#locate(path));
  }

  /** Whether a value may be shown to people: only what is known not to be a secret. */
  reveals(path: Path): boolean {
    return schemasAt(...this.#locate(path)).length > 0 && !this.isSecret(path);
  }

  /** Whether a text at a path is to be kept as text although it could be read as JSON. */
  wantsText(path: Path, parsed: unknown, text: string): boolean {
    const schemas = schemasAt(...this.#locate(path));
    const types = schemas.flatMap(({ type }) => (type === undefined ? [] : [type].flat()));
    const values = schemas.flatMap((schema) =>
      Array.isArray(schema.enum) ? (schema.enum as unknown[]) : [],
    );
    if (values.includes(text)) return !values.includes(parsed);
    return types.includes('string') && !types.some((type) => fits(type, parsed));
  }

  /** The schema that speaks of a path, and the rest of the path in it. */
  #locate(path: Path): [Schema, Path] {
    const [top, plugin, part, ...rest] = path;
    if (top !== 'plugins' || plugin === undefined || part !== 'settings') return [configSchema, path];
    const known = this.plugins.get(plugin);
    return [known ? known.schema : NOTHING, rest];
  }
}

function fits(type: unknown, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'null') return value === null;
  return typeof value === type;
}
