import { join } from 'node:path';
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
    plugins: [withoutPickleWriter(root)],
  };
}

/** The page is to be small, and writes no pickles. */
function withoutPickleWriter(root: string): Plugin {
  return {
    name: 'without-pickle-writer',
    setup({ onResolve }) {
      onResolve({ filter: /\/pickle\/encode\.ts$/ }, () => ({ path: join(root, PAGE, 'no-pickle.ts') }));
    },
  };
}
