/**
 * A module customization hook (Node: `module.register`), which runs in Node's loader thread. It does
 * two things: the package's doors lead to the running host, whoever imports them; and a module of a
 * plugin hands its `?hot=` on to the modules of its own folder, so that a reload is fresh as a whole
 * while everything outside stays shared.
 *
 * `?hot=G.D`: generation G of a plugin whose folder has D path segments.
 */
import type { InitializeHook, ResolveFnOutput, ResolveHook } from 'node:module';

let doors: Readonly<Record<string, string>> = {};

export const initialize: InitializeHook<{ doors: Readonly<Record<string, string>> }> = (data) => {
  doors = data.doors;
};

export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const door = doors[specifier];
  if (door !== undefined) return nextResolve(door, context);
  if (hotOf(specifier) !== undefined) return asModule(specifier);
  const resolved = await nextResolve(specifier, context);
  const hot = hotOf(context.parentURL);
  const url = withoutQuery(resolved.url);
  return hot !== undefined && isOwn(hot, context.parentURL ?? '', url)
    ? asModule(`${url}?hot=${hot}`)
    : resolved;
};

/** A plugin's modules are ESM, whatever package.json lies above its folder; `.cjs` and `.json` stay what they are. */
function asModule(url: string): ResolveFnOutput {
  const isModule = /\.m?[jt]s$/.test(withoutQuery(url));
  return { url, shortCircuit: true, ...(isModule && { format: 'module' }) };
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

/** tsx writes the query of what it takes for CommonJS into the path, as `%3F…`. */
function withoutQuery(url: string): string {
  return url.split(/\?|%3f/i, 1)[0] ?? url;
}
