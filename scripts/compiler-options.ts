import { resolve } from 'node:path';
import ts from 'typescript';

/** The options of TypeScript that the repository, whose folder is the working one, has in its tsconfig.json. */
export function readOptions(): ts.CompilerOptions {
  const { config, error } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  return ts.parseJsonConfigFileContent(config, ts.sys, resolve('.')).options;
}
