import type { Node } from 'jsonc-parser';

/** How a text is laid out. */
export interface Style {
  /** One step of indentation. */
  readonly indent: string;
  readonly eol: string;
  /** Everything on one line. */
  readonly compact: boolean;
}

const SHORT = 60;

/** The layout of a text: its first indentation (two spaces without one) and its line ends. */
export function styleOf(text: string): Style {
  const indent = /\n([ \t]+)["}]/.exec(text)?.[1] ?? '  ';
  return { indent, eol: text.includes('\r\n') ? '\r\n' : '\n', compact: false };
}

/** The white space at the beginning of the line at an offset. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** Whether an object's or array's first entry stands on a line of its own. */
export function isMultiline(text: string, node: Node): boolean {
  const first = node.children?.[0];
  return text.slice(node.offset, first?.offset ?? node.offset + node.length).includes('\n');
}

/** A value as JSON text whose further lines are indented by `indent`. Short lists stay on one line. */
export function print(value: unknown, indent: string, style: Style): string {
  const line = inline(value);
  const isShortList = Array.isArray(value) && line.length <= SHORT;
  if (style.compact || typeof value !== 'object' || value === null || isShortList) return line;
  const entries = Array.isArray(value)
    ? value.map((item) => print(item, indent + style.indent, style))
    : Object.entries(value).map(
        ([key, inner]) => `${JSON.stringify(key)}: ${print(inner, indent + style.indent, style)}`,
      );
  if (entries.length === 0) return line;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const separator = `${style.eol}${indent}${style.indent}`;
  return `${open}${separator}${entries.join(`,${separator}`)}${style.eol}${indent}${close}`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${inline(inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
