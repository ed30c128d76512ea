import { readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pageOptions } from '../page-options.ts';
import { INDEX, type PageFile, type PageFiles, pageFile } from './page-files.ts';

interface Bundle {
  readonly files: ReadonlyMap<string, PageFile>;
  /** The sources that went in, absolute paths. */
  readonly sources: readonly string[];
  /** Changes when one of the sources does. */
  readonly version: string;
}

/** The page made from its sources, when it is asked for and one of them has changed. */
export class SourcePage implements PageFiles {
  readonly #root: string;
  readonly #folder: string;
  #bundle: Promise<Bundle> | undefined;

  /** `root` is the repository's folder, `folder` that of the page's sources. */
  constructor(root: string, folder: string) {
    this.#root = root;
    this.#folder = folder;
  }

  async find(path: string): Promise<PageFile | undefined> {
    if (path === INDEX) return pageFile(path, await readFile(join(this.#folder, INDEX)));
    return (await this.#current()).files.get(path);
  }

  async #current(): Promise<Bundle> {
    const bundle = await this.#bundle?.catch(() => undefined);
    if (bundle && (await versionOf(bundle.sources)) === bundle.version) return bundle;
    this.#bundle = this.#make();
    return this.#bundle;
  }

  async #make(): Promise<Bundle> {
    const { build } = await import('esbuild');
    const { outputFiles, metafile } = await build({
      ...pageOptions(this.#root),
      write: false,
      metafile: true,
    });
    const { outdir = '' } = pageOptions(this.#root);
    const files = outputFiles.map(({ path, contents }): [string, PageFile] => {
      const name = `/${relative(outdir, path)}`;
      return [name, pageFile(name, contents)];
    });
    const sources = Object.keys(metafile.inputs).map((path) => join(this.#root, path));
    return { files: new Map(files), sources, version: await versionOf(sources) };
  }
}

async function versionOf(files: readonly string[]): Promise<string> {
  const times = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return times.join(' ');
}
