import { readFileSync, statSync } from 'node:fs';
import { HeadframeError, messageOf } from '../errors.ts';
import { type Assignment, type Resolved, readText } from './assignment.ts';
import type { Catalogue } from './catalogue.ts';
import { MAX_CONFIG_BYTES } from './document.ts';
import { FORBIDDEN_KEYS, type Path } from './json.ts';
import { hintFor } from './suggest.ts';

const PREFIX = /^HEADFRAME__/i;
const FILE_SUFFIX = /_FILE$/i;
const SEPARATOR = '__';

/**
 * The environment's assignments: `HEADFRAME__plugins__socket_server__settings__port=0`.
 *
 * Notes: `__` separates names; within one, `_` stands for any character that a variable's name cannot
 * have, and case does not matter, because the names are matched against those known. `…_FILE` names a
 * file that holds the value, for secrets.
 */
export function readEnvironment(env: NodeJS.ProcessEnv): Assignment[] {
  return Object.entries(env).flatMap(([variable, text]) =>
    PREFIX.test(variable) && text !== undefined ? [asAssignment(variable, text)] : [],
  );
}

function asAssignment(variable: string, text: string): Assignment {
  const segments = variable.replace(PREFIX, '').split(SEPARATOR);
  return {
    source: 'environment',
    label: `environment variable ${variable}`,
    deferred: fold(segments[0] ?? '') === 'plugins',
    resolve: (catalogue) => resolve(variable, segments, text, catalogue),
  };
}

function resolve(
  variable: string,
  segments: readonly string[],
  text: string,
  catalogue: Catalogue,
): Resolved {
  const whole = findPath(segments, catalogue);
  if (Array.isArray(whole)) return { path: whole, value: readText(text, whole, catalogue) };
  if (FILE_SUFFIX.test(variable)) {
    const path = findPath(
      [...segments.slice(0, -1), (segments.at(-1) ?? '').replace(FILE_SUFFIX, '')],
      catalogue,
    );
    if (Array.isArray(path)) return { path, value: readText(readSecret(text), path, catalogue) };
  }
  throw whole;
}

/** The path that the segments name, or the error that says which of them is unknown. */
function findPath(segments: readonly string[], catalogue: Catalogue): string[] | HeadframeError {
  const path: string[] = [];
  for (const segment of segments) {
    const names = path.length === 0 ? catalogue.hostKeys : catalogue.names(path);
    const matching = names.filter((name) => fold(name) === fold(segment));
    const [name = openName(segment, path, catalogue)] = matching;
    if (matching.length > 1) return unknown(segment, path, `it may be any of ${matching.join(', ')}`);
    if (name === undefined) return unknown(segment, path, hintFor(segment, names));
    path.push(name);
  }
  return path;
}

function openName(segment: string, path: Path, catalogue: Catalogue): string | undefined {
  return segment !== '' && !FORBIDDEN_KEYS.has(segment) && catalogue.isOpen(path) ? segment : undefined;
}

function unknown(segment: string, path: Path, hint: string | undefined): HeadframeError {
  const where = path.length === 0 ? 'the configuration' : path.join('.');
  const text = `${where} has no name that matches ${JSON.stringify(segment)}${hint ? `; ${hint}` : ''}`;
  return new HeadframeError('SETTING_UNKNOWN', text);
}

function readSecret(file: string): string {
  try {
    if (statSync(file).size > MAX_CONFIG_BYTES) throw new Error('it is larger than 1 MiB');
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new HeadframeError('IO_FAILED', `the file ${file} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function fold(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '_')
    .replace(/^_+|_+$/g, '');
}
