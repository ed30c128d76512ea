import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { readOptions } from '../compiler-options.ts';
import { packageDoors } from '../package-doors.ts';

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
  /** What the module of a door says of itself; empty when it says nothing. */
  summaryOf(door: Door): string;
  /** What a door exports, sorted by name; aliases are followed. */
  exportsOf(door: Door): readonly ts.Symbol[];
}

/** What makes a program of files, with the repository's options. */
export type Compile = (files: readonly string[]) => ts.Program;

/** Reads the doors that package.json names. */
export function readDoors(compile: Compile = compileAlone): Doors {
  const doors = [...packageDoors()].map(([specifier, file]) => ({ specifier, file }));
  const program = compile(doors.map(({ file }) => resolve(file)));
  const checker = program.getTypeChecker();
  const sourceOf = ({ file }: Door): ts.SourceFile => {
    const source = program.getSourceFile(resolve(file));
    if (!source) throw new Error(`there is no ${file}`);
    return source;
  };
  const exportsOf = (door: Door): readonly ts.Symbol[] => {
    const module = checker.getSymbolAtLocation(sourceOf(door));
    if (!module) throw new Error(`${door.file} is no module`);
    return checker
      .getExportsOfModule(module)
      .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  return { checker, doors, exportsOf, summaryOf: (door) => summaryOf(door, sourceOf(door).text) };
}

function compileAlone(files: readonly string[]): ts.Program {
  return ts.createProgram(files, readOptions());
}

/** The comment at the head of a module; of a plugin's interface, what the manifest says of the plugin. */
function summaryOf({ file }: Door, text: string): string {
  const [, comment] = /^\/\*\*([\s\S]*?)\*\/\n(?:\n|import|export (?:\*|\{|type \{))/.exec(text) ?? [];
  if (comment !== undefined) return withoutLinks(comment.replace(/^ *\* ?/gm, '')).trim();
  const manifest = join(dirname(file), 'plugin.json');
  if (!existsSync(manifest)) return '';
  const { name, description } = JSON.parse(readFileSync(manifest, 'utf8')) as Readonly<
    Record<string, string>
  >;
  return `The types of the plugin ${name}. ${description}.`;
}

/** A symbol's docstring as Markdown. */
export function documentation(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  return withoutLinks(ts.displayPartsToString(symbol.getDocumentationComment(checker))).trim();
}

function withoutLinks(text: string): string {
  return text.replace(/\{@link ([^}]+?)\s*\}/g, '`$1`');
}
