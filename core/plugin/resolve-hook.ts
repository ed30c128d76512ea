/**
 * A module customization hook (Node: `module.register`), which runs in Node's loader thread. It does
 * two things: the package's doors lead to the running host, whoever imports them; and a module of a
 * plugin hands its `?hot=` on to the modules of its own folder, so that a reload is fresh as a whole
 * while everything outside stays shared.
 *
 * `?hot=G.D`: generation G of a plugin whose folder has D path segments.
 */
import type { InitializeHook, ResolveHook } from 'node:module';

let doors: Readonly<Record<string, string>> = {};

export const initialize: InitializeHook<{ doors: Readonly<Record<string, string>> }> = (data) => {
  doors = data.doors;
};

export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const door = doors[specifier];
  if (door !== undefined) return nextResolve(door, context);
  const resolved = await nextResolve(specifier, context);
  const hot = hotOf(context.parentURL);
  if (hot === undefined || !isOwn(hot, context.parentURL ?? '', resolved.url)) return asModule(resolved);
  return asModule({ ...resolved, url: `${withoutQuery(resolved.url)}?hot=${hot}` });
};

/** A plugin's TypeScript is ESM, whatever package.json lies above its folder. */
function asModule<R extends { url: string; format?: string | null | undefined }>(resolved: R): R {
  const isTypeScript = hotOf(resolved.url) !== undefined && /\.ts$/.test(withoutQuery(resolved.url));
  return isTypeScript ? { ...resolved, format: 'module' } : resolved;
}

function hotOf(url: string | undefined): string | undefined {
  return url?.startsWith('file:') ? (new URL(url).searchParams.get('hot') ?? undefined) : undefined;
}

/** Whether a child lies in the folder of the plugin that imports it, and not in its node_modules. */
function isOwn(hot: string, parent: string, child: string): boolean {
  if (!child.startsWith('file:')) return false;
  const depth = Number(hot.split('.')[1]);
  const folder = `${new URL(parent).pathname.split('/').slice(0, depth).join('/')}/`;
  const path = new URL(child).pathname;
  return path.startsWith(folder) && !path.slice(folder.length).includes('node_modules/');
}

function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? url;
}
