import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { BuildOptions, Metafile, OutputFile, Plugin } from 'esbuild';
import { codeRoot, fromSource, HeadframeError } from 'headframe';
import type { Panel } from './panel.ts';

/** A widget's module with all that it imports, and the styles among that. */
export interface WidgetBundle {
  readonly script: string;
  readonly style: string;
}

interface Entry {
  /** What went in: file → time of its last change (ms) and size. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly bundle: WidgetBundle;
}

/** What is bundled: a panel's module and what it exports. */
export type WidgetSource = Pick<Panel, 'folder' | 'file' | 'widget'>;

const MAX_BYTES = 4 * 1024 * 1024;
const MAX_KEPT = 256;
const PICTURES = ['.svg', '.png', '.jpg', '.gif', '.webp', '.woff2'];
/** What runs in a panel's frame before the widget does. */
const FRAME = join(codeRoot, 'plugins/web-inspector/page', fromSource ? 'panels/frame.ts' : 'frame.js');

/** Bundles widgets by esbuild when they are asked for, and again when a file that went in has changed. */
export class WidgetBundler {
  readonly #entries = new Map<string, Entry>();
  readonly #running = new Map<string, Promise<Entry>>();

  /** A widget's bundle. Throws `BAD_PLUGIN` with the place of what is wrong in its source. */
  async bundle(source: WidgetSource): Promise<WidgetBundle> {
    const key = JSON.stringify([source.file, source.widget]);
    const known = this.#entries.get(key);
    if (known && (await isCurrent(known))) return known.bundle;
    const running = this.#running.get(key) ?? this.#start(key, source);
    return (await running).bundle;
  }

  #start(key: string, source: WidgetSource): Promise<Entry> {
    const running = build(source).finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running.then((entry) => {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
      const [oldest] = this.#entries.keys();
      if (this.#entries.size > MAX_KEPT && oldest !== undefined) this.#entries.delete(oldest);
      return entry;
    });
  }
}

async function build(source: WidgetSource): Promise<Entry> {
  const esbuild = await import('esbuild');
  const started = Date.now();
  try {
    const { metafile, outputFiles } = await esbuild.build(optionsOf(source));
    const total = outputFiles.reduce((sum, { contents }) => sum + contents.byteLength, 0);
    if (total > MAX_BYTES) throw new Error(`the bundle is larger than ${MAX_BYTES} bytes`);
    const bundle = { script: textOf(outputFiles, '.js'), style: textOf(outputFiles, '.css') };
    return { inputs: await stampsOf(metafile, source.folder, started), bundle };
  } catch (error) {
    throw new HeadframeError('BAD_PLUGIN', `${source.file}: ${explain(error)}`, { cause: error });
  }
}

function optionsOf({ folder, file, widget }: WidgetSource) {
  const entry = `import { start } from ${JSON.stringify(FRAME)};
import { ${widget} as widget } from ${JSON.stringify(file)};
start(widget);`;
  return {
    stdin: { contents: entry, resolveDir: folder, sourcefile: 'panel' },
    absWorkingDir: folder,
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'panel',
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    loader: Object.fromEntries(PICTURES.map((ending) => [ending, 'dataurl'])),
    plugins: [withoutHost],
  } satisfies BuildOptions;
}

/** A widget runs in the browser: of the host it may name types alone. */
const withoutHost: Plugin = {
  name: 'without the host',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^headframe(\/|$)/ }, ({ path }) =>
      path === 'headframe/widget'
        ? { path, namespace: 'types' }
        : { errors: [{ text: `a widget runs in the browser and cannot import ${path}` }] },
    );
    onLoad({ filter: /./, namespace: 'types' }, () => ({ contents: '' }));
  },
};

function textOf(files: readonly OutputFile[], ending: string): string {
  return files
    .filter(({ path }) => path.endsWith(ending))
    .map(({ text }) => text)
    .join('\n');
}

/** What says whether the files that went in have changed; one that changed while it was read never fits. */
async function stampsOf(
  { inputs }: Metafile,
  folder: string,
  started: number,
): Promise<ReadonlyMap<string, string>> {
  const files = Object.keys(inputs).filter((path) => path !== 'panel' && !path.startsWith('types:'));
  const stamps = files.map(async (path) => {
    const file = resolve(folder, path);
    const stamp = await stampOf(file);
    return [file, Number.parseFloat(stamp) >= started ? '' : stamp] as const;
  });
  return new Map(await Promise.all(stamps));
}

async function isCurrent({ inputs }: Entry): Promise<boolean> {
  const checks = [...inputs].map(async ([file, stamp]) => (await stampOf(file)) === stamp);
  return (await Promise.all(checks)).every(Boolean);
}

async function stampOf(file: string): Promise<string> {
  return stat(file).then(
    ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
    () => 'gone',
  );
}

/** esbuild's own words with the place; the rest of its text is for terminals. */
function explain(error: unknown): string {
  const failures =
    typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors)
      ? (error.errors as { text: string; location?: { file: string; line: number; column: number } | null }[])
      : [];
  if (failures.length === 0) return error instanceof Error ? error.message : String(error);
  return failures
    .map(({ text, location }) =>
      location ? `${basename(location.file)}:${location.line}:${location.column + 1}: ${text}` : text,
    )
    .join('; ');
}
