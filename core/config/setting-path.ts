import { HeadframeError } from '../errors.ts';
import type { Catalogue } from './catalogue.ts';
import { FORBIDDEN_KEYS, type Path } from './json.ts';
import { hintFor } from './suggest.ts';

const MAX_LENGTH = 1024;

/**
 * Finds what a dotted path names: `socket-server.port` a plugin's setting, `log.level` or
 * `plugins.workspace.enabled` a key of the file. Names with dots in them are matched whole.
 * Returns the path in the config file. Throws `SETTING_UNKNOWN` with a "did you mean".
 */
export function resolveSettingPath(text: string, catalogue: Catalogue): string[] {
  if (text.length > MAX_LENGTH) throw unknown(`${text.slice(0, 64)}…`, 'the name is too long', undefined);
  const { hostKeys } = catalogue;
  const plugins = [...catalogue.plugins.keys()];
  const first = longestPrefix(text, hostKeys) ?? longestPrefix(text, plugins);
  if (first === undefined) {
    const [name = ''] = text.split('.');
    throw unknown(
      text,
      refusal(name) ?? `there is no plugin ${JSON.stringify(name)}`,
      hintFor(name, [...plugins, ...hostKeys]),
    );
  }
  const path = hostKeys.includes(first) ? [first] : ['plugins', first, 'settings'];
  let rest = text.slice(first.length + 1);
  if (text.endsWith('.')) throw unknown(text, 'a name is missing after the last dot', undefined);
  while (rest !== '') {
    const name = longestPrefix(rest, catalogue.names(path)) ?? openName(text, rest, path, catalogue);
    path.push(name);
    rest = rest.slice(name.length + 1);
  }
  return path;
}

/** The same, for one value: a plugin or a group of settings as a whole cannot be edited. */
export function resolveEditable(text: string, catalogue: Catalogue): string[] {
  const path = resolveSettingPath(text, catalogue);
  if (path[0] !== 'plugins' || path.length > (path[2] === 'settings' ? 3 : 2)) return path;
  throw unknown(text, 'it names a whole group of settings', `name one of them, such as ${text}.NAME`);
}

/** How people name a place of the config file: `socket-server.port` for a plugin's setting. */
export function formatPath(path: Path): string {
  const [top, plugin, part, ...rest] = path;
  if (top === 'plugins' && part === 'settings') return [plugin, ...rest].join('.');
  return path.join('.');
}

function openName(text: string, rest: string, path: Path, catalogue: Catalogue): string {
  const [name = ''] = rest.split('.');
  const names = catalogue.names(path);
  if (name !== '' && !FORBIDDEN_KEYS.has(name) && catalogue.isOpen(path)) return name;
  const where = path.length > 0 ? formatPath(path) : 'the configuration';
  throw unknown(text, refusal(name) ?? `${where} has no ${JSON.stringify(name)}`, hintFor(name, names));
}

function refusal(name: string): string | undefined {
  return FORBIDDEN_KEYS.has(name) ? `${name} cannot be used as a name` : undefined;
}

/** The longest of the names that the dotted text begins with. */
function longestPrefix(text: string, names: readonly string[]): string | undefined {
  const fitting = names.filter((name) => text === name || text.startsWith(`${name}.`));
  return fitting.sort((a, b) => b.length - a.length)[0];
}

function unknown(name: string, why: string, hint: string | undefined): HeadframeError {
  const message = `there is no setting ${JSON.stringify(name)}: ${why}${hint ? `; ${hint}` : ''}`;
  return new HeadframeError('SETTING_UNKNOWN', message, { data: { name, hint } });
}
