import { resolve } from 'node:path';
import ts from 'typescript';
import { readOptions } from '../../scripts/compiler-options.ts';

const OPTIONS = readOptions();

/** What is parsed once for all programs of the process. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** A program by the repository's options; the texts in `own`, by path, stand for files, whether there are any or not. */
export function compile(
  files: readonly string[],
  own: ReadonlyMap<string, string> = new Map(),
  overrides: ts.CompilerOptions = {},
): ts.Program {
  const options = { ...OPTIONS, incremental: false, ...overrides };
  delete options.tsBuildInfoFile;
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => own.has(resolve(file)) || fileExists(file);
  host.readFile = (file) => own.get(resolve(file)) ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = own.get(resolve(file));
    if (text !== undefined) return ts.createSourceFile(file, text, version, true);
    if (!parsed.has(file)) parsed.set(file, getSourceFile(file, version, ...rest));
    return parsed.get(file);
  };
  return ts.createProgram([...files], options, host);
}

/** What is wrong with files, as the compiler says it; nothing of what they import. */
export function typeErrors(files: readonly string[], overrides: ts.CompilerOptions = {}): string[] {
  const program = compile(files, new Map(), overrides);
  const found = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()];
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (!source) throw new Error(`${file} is not compiled`);
    found.push(...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source));
  }
  return found.map(({ file, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, '\n');
    return file ? `${file.fileName}: ${text}` : text;
  });
}
