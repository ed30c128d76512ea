import { basename } from 'node:path';
import ts from 'typescript';
import { type Door, type Doors, documentation } from './doors.ts';
import { oneLine, signatureOf } from './signature.ts';
import { table } from './table.ts';

/** Where the page of a door is kept. */
export function apiFile({ specifier }: Door): string {
  return `docs/reference/api/${specifier.replaceAll('/', '-')}.md`;
}

/** The page that leads to those of all doors: what each module says of itself. */
export function apiIndex({ doors, summaryOf }: Doors): string {
  const rows = doors.map((door) => [`[\`${door.specifier}\`](${basename(apiFile(door))})`, summaryOf(door)]);
  return `# The doors of the package

What a program can import, generated from \`package.json\` and the modules behind it. Nothing else of the package can be imported.

${table(['import', 'what'], rows)}`;
}

/** The page of a door: all that it exports, with its docstrings. */
export function apiPage(doors: Doors, door: Door): string {
  const parts = doors.exportsOf(door).map((symbol) => section(symbol, doors.checker));
  return `# ${door.specifier}

What \`import … from '${door.specifier}'\` gives, generated from the docstrings of \`${door.file}\` and the modules behind it.

${parts.join('\n')}`;
}

function section(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const [node] = symbol.declarations ?? [];
  if (!node) throw new Error(`${symbol.name} is declared nowhere`);
  const text = documentation(symbol, checker);
  const head = [`## ${symbol.name}`, code(headOf(symbol, node, checker)), ...(text === '' ? [] : [text])];
  const members = membersOf(symbol, checker);
  return `${[...head, ...(members === '' ? [] : [members.trimEnd()])].join('\n\n')}\n`;
}

function code(text: string): string {
  return `\`\`\`ts\n${text}\n\`\`\``;
}

function headOf(symbol: ts.Symbol, node: ts.Declaration, checker: ts.TypeChecker): string {
  if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) {
    const kind = ts.isClassDeclaration(node) ? 'class' : 'interface';
    const generics = node.typeParameters?.map((one) => oneLine(one.getText())).join(', ');
    const heritage = node.heritageClauses?.map((one) => ` ${oneLine(one.getText())}`).join('') ?? '';
    return `${isAbstract(node) ? 'abstract ' : ''}${kind} ${symbol.name}${generics ? `<${generics}>` : ''}${heritage}`;
  }
  if (ts.isFunctionDeclaration(node)) {
    const all = (symbol.declarations ?? []).filter(ts.isFunctionDeclaration);
    const shown = all.length > 1 ? all.filter(({ body }) => !body) : all;
    return shown.map((one) => `function ${signatureOf(one, checker)}`).join('\n');
  }
  if (ts.isVariableDeclaration(node)) {
    const type = node.type
      ? oneLine(node.type.getText())
      : checker.typeToString(checker.getTypeAtLocation(node));
    return `const ${symbol.name}: ${type}`;
  }
  return signatureOf(node, checker);
}

function isAbstract(node: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Abstract) !== 0;
}

/** A table of what a class or an interface has of its own that others may use. */
function membersOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const nodes = (symbol.declarations ?? []).flatMap((node) =>
    ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) ? [...node.members] : [],
  );
  const rows = nodes.filter(isPublic).map((node) => {
    const flags = ts.getCombinedModifierFlags(node);
    const isStatic = (flags & ts.ModifierFlags.Static) !== 0;
    const isProtected = (flags & ts.ModifierFlags.Protected) !== 0;
    const prefix = `${isProtected ? 'protected ' : ''}${isStatic ? 'static ' : ''}`;
    return [`\`${prefix}${signatureOf(node, checker)}\``, commentOf(node, checker)];
  });
  return rows.length === 0 ? '' : table(['member', 'what'], rows);
}

function isPublic(node: ts.ClassElement | ts.TypeElement): boolean {
  if (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private) return false;
  if (ts.isSetAccessor(node) || ts.isClassStaticBlockDeclaration(node)) return false;
  if (ts.isMethodDeclaration(node) && !node.body && !isAbstract(node)) return false;
  return !(node.name && (ts.isPrivateIdentifier(node.name) || node.name.getText().startsWith('_')));
}

function commentOf(node: ts.Declaration, checker: ts.TypeChecker): string {
  const name = ts.getNameOfDeclaration(node);
  const symbol = name && checker.getSymbolAtLocation(name);
  if (symbol) return documentation(symbol, checker);
  return ts
    .getJSDocCommentsAndTags(node)
    .map((one) => ts.getTextOfJSDocComment(one.comment) ?? '')
    .join(' ');
}
