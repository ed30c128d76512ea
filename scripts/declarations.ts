import { dirname, resolve } from 'node:path';
import ts from 'typescript';
import { readOptions } from './compiler-options.ts';

/**
 * Writes the types of modules into the folder `out`: their declarations, and those that these import, whichever they are.
 * The other modules of the package nobody can import. `modules` are files below the working directory.
 */
export function writeDeclarations(modules: readonly string[], out: string): void {
  const program = ts.createProgram(
    modules.map((file) => resolve(file)),
    {
      ...readOptions(),
      noEmit: false,
      incremental: false,
      outDir: out,
      declaration: true,
      emitDeclarationOnly: true,
      noCheck: true,
    },
  );
  const written = new Set<string>();
  const left = modules.map((file) => resolve(file));
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (written.has(file)) continue;
    written.add(file);
    left.push(...writeDeclaration(program, file));
  }
}

/** Writes the declaration of a module; gives the modules beside it that the declaration imports. */
function writeDeclaration(program: ts.Program, file: string): string[] {
  const source = program.getSourceFile(file);
  if (!source) throw new Error(`there is no ${file}`);
  const imported: string[] = [];
  program.emit(source, (path, text) => {
    ts.sys.writeFile(path, text);
    for (const { fileName } of ts.preProcessFile(text).importedFiles)
      if (fileName.startsWith('.')) imported.push(resolve(dirname(file), fileName.replace(/\.js$/, '.ts')));
  });
  return imported;
}
