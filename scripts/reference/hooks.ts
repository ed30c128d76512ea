import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { type Doors, documentation } from './doors.ts';
import { oneLine } from './signature.ts';
import { table } from './table.ts';

/** The page about the hooks, from the declarations that the doors export. */
export function hooksPage(doors: Doors): string {
  const kinds = kindsOf(['core', 'plugins'].flatMap(sourcesBelow));
  const found = doors.doors.flatMap((door) =>
    doors.exportsOf(door).flatMap((symbol) => {
      const rows = (symbol.declarations ?? []).flatMap((node) => rowsOf(node, doors.checker, kinds));
      return rows.length === 0 ? [] : [`## ${symbol.name}, of \`${door.specifier}\`\n\n${table(HEAD, rows)}`];
    }),
  );
  return `# Hooks

What a plugin can tap, generated from the declarations. \`this.tap(hook, (event) => …)\`, or \`hook.tap(scope, …)\` inside \`withInterface\`; what a tap gets is the type in the second column, and every such type is described in the [pages of the doors](api/README.md). [Scopes and hooks](../explanation/hooks.md) says what the kinds mean and what happens when a tap fails.

${found.join('\n')}`;
}

const HEAD = ['hook', 'called with', 'kind', 'when'];

function rowsOf(node: ts.Node, checker: ts.TypeChecker, kinds: ReadonlyMap<string, string>): string[][] {
  const rows: string[][] = [];
  const visit = (inner: ts.Node): void => {
    if (ts.isPropertySignature(inner) && inner.type && ts.isTypeReferenceNode(inner.type)) {
      const symbol = checker.getSymbolAtLocation(inner.name);
      if (inner.type.typeName.getText() === 'Hook' && symbol) {
        const [argument] = inner.type.typeArguments ?? [];
        const name = inner.name.getText();
        const type = argument ? oneLine(argument.getText()) : 'void';
        rows.push([`\`${name}\``, `\`${type}\``, kinds.get(name) ?? '', documentation(symbol, checker)]);
      }
    }
    // Bodies have nothing to declare.
    if (!ts.isBlock(inner)) ts.forEachChild(inner, visit);
  };
  if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) visit(node);
  return rows;
}

/** How each hook is made, by its name. */
function kindsOf(files: readonly string[]): Map<string, string> {
  const made = /\bHook\.(parallel|series|bail|waterfall)(?:<[^>]*>)?\('(\w+)'/g;
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  return new Map(
    texts.flatMap((text) =>
      [...text.matchAll(made)].map(([, kind = '', name = '']) => [name, kind] as const),
    ),
  );
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
}
