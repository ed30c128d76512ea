import ts from 'typescript';

type Named = ts.FunctionDeclaration | ts.MethodDeclaration | ts.MethodSignature | ts.AccessorDeclaration;
type Property = ts.PropertyDeclaration | ts.PropertySignature;

/** What a declaration looks like to those who use it, on one line: without modifiers, body and initialiser. */
export function signatureOf(node: ts.Node, checker: ts.TypeChecker): string {
  if (ts.isGetAccessor(node) || ts.isPropertyDeclaration(node) || ts.isPropertySignature(node)) {
    return propertySignature(node, checker);
  }
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isMethodSignature(node)) {
    return callSignature(node, checker);
  }
  if (ts.isConstructorDeclaration(node)) return `constructor(${parameters(node)})`;
  return oneLine(node.getText().replace(/^export\s+|;$/g, '')).replace('= | ', '= ');
}

/** The text of a node with its white space as single blanks. */
export function oneLine(text: string): string {
  return text
    .replace(/\/\*\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/([([<]) /g, '$1')
    .replace(/,? ([)\]>])/g, '$1')
    .trim();
}

function propertySignature(node: Property | ts.GetAccessorDeclaration, checker: ts.TypeChecker): string {
  const optional = 'questionToken' in node && node.questionToken ? '?' : '';
  const type = node.type
    ? oneLine(node.type.getText())
    : checker.typeToString(checker.getTypeAtLocation(node));
  return `${node.name.getText()}${optional}: ${type}`;
}

function callSignature(node: Exclude<Named, ts.AccessorDeclaration>, checker: ts.TypeChecker): string {
  const generics = node.typeParameters?.map((one) => oneLine(one.getText())).join(', ');
  const signature = checker.getSignatureFromDeclaration(node);
  const result = node.type
    ? oneLine(node.type.getText())
    : checker.typeToString(signature?.getReturnType() ?? checker.getAnyType());
  const optional = node.questionToken ? '?' : '';
  return `${node.name?.getText() ?? ''}${optional}${generics ? `<${generics}>` : ''}(${parameters(node)}): ${result}`;
}

/** With defaults as `= …`, since what is behind them is nobody's business. */
function parameters(node: ts.SignatureDeclaration): string {
  return node.parameters
    .map((one) => {
      const name = ts.isIdentifier(one.name) ? one.name.text : 'options';
      const rest = one.dotDotDotToken ? '...' : '';
      const optional = one.questionToken || one.initializer ? '?' : '';
      return `${rest}${name}${optional}${one.type ? `: ${oneLine(one.type.getText())}` : ''}`;
    })
    .join(', ');
}
