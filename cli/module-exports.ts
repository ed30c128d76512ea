import { HeadframeError } from '../core/index.ts';

/**
 * The names that a module exports, re-exports of its own files included, found by parsing: nothing is
 * run. Throws `BAD_PLUGIN` with file, line and column when it cannot be parsed.
 */
export async function readExports(file: string): Promise<string[]> {
  // Loaded here alone: no other command needs it.
  const { build } = await import('esbuild');
  try {
    const { metafile } = await build({
      entryPoints: [file],
      bundle: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      target: 'esnext',
      write: false,
      metafile: true,
      logLevel: 'silent',
      outdir: 'never-written',
    });
    const [output] = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint !== undefined);
    return output?.exports ?? [];
  } catch (error) {
    const [first] = (error as { errors?: EsbuildProblem[] }).errors ?? [];
    if (!first) throw error;
    const { location, text } = first;
    const place = location
      ? `${file.endsWith(location.file) ? file : location.file}:${location.line}:${location.column + 1}`
      : file;
    throw new HeadframeError('BAD_PLUGIN', `${place}: ${text}`);
  }
}

interface EsbuildProblem {
  readonly text: string;
  readonly location: { readonly file: string; readonly line: number; readonly column: number } | null;
}
