import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { HeadframeError } from '../errors.ts';

/** Where a plugin is installed from. */
export type PluginSource =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'archive'; readonly path: string }
  | { readonly kind: 'package'; readonly spec: string; readonly name: string };

const PACKAGE = /^((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*)(?:@([\w.+-]+))?$/;

/**
 * Tells a folder, a `.zip` and an npm package (`name`, `name@version`) apart. What exists on disk is a
 * path. Throws `BAD_ARGUMENT`.
 */
export function parseSource(text: string, cwd: string): PluginSource {
  const path = resolve(cwd, text);
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) return { kind: 'folder', path };
    if (/\.zip$/i.test(path)) return { kind: 'archive', path };
    throw new HeadframeError('BAD_ARGUMENT', `${path} is neither a folder nor a .zip`);
  }
  const [, name] = /\.zip$/i.test(text) ? [] : (PACKAGE.exec(text) ?? []);
  if (name !== undefined) return { kind: 'package', spec: text, name };
  throw new HeadframeError(
    'BAD_ARGUMENT',
    `${JSON.stringify(text)} is no folder, no .zip and no name of an npm package`,
  );
}
