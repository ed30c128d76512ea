import { join, sep } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

const CLIENT = 'clients/browser';
const PAGE = 'plugins/web-inspector/page';

/**
 * How the client for browsers is bundled from the repository's folder: Node's `Buffer` is replaced by a part
 * of it that runs anywhere.
 */
export function browserOptions(root: string): BuildOptions {
  const buffer = join(root, CLIENT, 'buffer.ts');
  return {
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    splitting: true,
    minify: true,
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
    chunkNames: 'chunks/[name]-[hash]',
    inject: [buffer],
    alias: { 'node:buffer': buffer },
  };
}

/** How the page is bundled: `page.js`, `page.css`, and in `chunks/` what is loaded when it is asked for. */
export function pageOptions(root: string): BuildOptions {
  return {
    ...browserOptions(root),
    entryPoints: { page: join(root, PAGE, 'main.tsx') },
    tsconfig: join(root, PAGE, 'tsconfig.json'),
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outdir: join(root, 'dist', PAGE),
    plugins: [smallClient(root)],
  };
}

/**
 * Keeps the page small: what writes pickles stays out of it, and only the details of a variable, which are
 * loaded when they are asked for, bring in more of the client's door than the client itself.
 */
function smallClient(root: string): Plugin {
  const details = join(root, PAGE, 'detail') + sep;
  return {
    name: 'small-client',
    setup({ onResolve }) {
      onResolve({ filter: /\/pickle\/encode\.ts$/ }, () => ({ path: join(root, PAGE, 'no-pickle.ts') }));
      onResolve({ filter: /^headframe\/client\/browser$/ }, ({ importer }) => {
        return { path: join(root, CLIENT, importer.startsWith(details) ? 'index.ts' : 'client.ts') };
      });
    },
  };
}
