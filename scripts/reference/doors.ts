import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';

/** A door of the package: what a program imports, and the module behind it. */
export interface Door {
  /** `headframe/client`. */
  readonly specifier: string;
  /** `clients/node/index.ts`. */
  readonly file: string;
}

/** What the TypeScript compiler knows of the doors. */
export interface Doors {
  readonly checker: ts.TypeChecker;
  readonly doors: readonly Door[];
  /** What a door exports, sorted by name; aliases are followed. */
  exportsOf(door: Door): readonly ts.Symbol[];
}

/** Reads the doors that package.json names. */
export function readDoors(): Doors {
  const { name, exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly name: string;
    readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
  };
  const doors = Object.entries(exports).flatMap(([path, target]) => {
    if (typeof target === 'string') return [];
    const file = target.types.replace('./dist/', '').replace(/\.d\.ts$/, '.ts');
    return [{ specifier: path === '.' ? name : `${name}${path.slice(1)}`, file }];
  });
  const config = ts.getParsedCommandLineOfConfigFile(
    'tsconfig.json',
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(String(messageText));
      },
    },
  );
  const program = ts.createProgram(
    doors.map(({ file }) => file),
    config?.options ?? {},
  );
  const checker = program.getTypeChecker();
  const exportsOf = ({ file }: Door): readonly ts.Symbol[] => {
    const source = program.getSourceFile(resolve(file)) ?? program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${file} is no module`);
    return checker
      .getExportsOfModule(module)
      .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  return { checker, doors, exportsOf };
}

/** A symbol's docstring as Markdown. */
export function documentation(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  return ts
    .displayPartsToString(symbol.getDocumentationComment(checker))
    .replace(/\{@link ([^}]+?)\s*\}/g, '`$1`')
    .trim();
}
