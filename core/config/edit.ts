import { type Node, parseTree } from 'jsonc-parser';
import { HeadframeError } from '../errors.ts';
import { type Path, withValue } from './json.ts';
import { formatPath } from './setting-path.ts';
import { indentAt, isMultiline, print, type Style, styleOf } from './style.ts';
import { findProperty, findValue } from './tree.ts';
import { commaAfter, commaBefore, endOfLineComment } from './trivia.ts';

/**
 * Puts a value at a path of a JSON text with comments, and touches nothing else: comments, order,
 * other keys and the layout stay. Objects on the way are made. The text must be free of errors.
 * Throws `SETTING_INVALID` when something on the way is no object.
 */
export function setInText(text: string, path: Path, value: unknown): string {
  const root = parse(text);
  const style = styleOf(text);
  for (let length = path.length; length >= 0; length -= 1) {
    const node = findValue(root, path.slice(0, length));
    if (!node) continue;
    if (length === path.length) return replace(text, node, value, style);
    if (node.type !== 'object') {
      const place = formatPath(path.slice(0, length));
      throw new HeadframeError(
        'SETTING_INVALID',
        `${place} is no object in the config file: nothing can be set inside it`,
      );
    }
    const [key = '', ...rest] = path.slice(length);
    return insert(text, node, key, rest.length > 0 ? withValue({}, rest, value) : value, style);
  }
  return text;
}

/** Takes a property out of a JSON text with comments. Comments around it stay, also one at the end of its line. */
export function removeFromText(text: string, path: Path): string {
  const root = parse(text);
  const parent = findValue(root, path.slice(0, -1));
  const property = parent && findProperty(parent, path.at(-1) ?? '');
  if (!property) return text;
  const end = property.offset + property.length;
  const after = commaAfter(text, end);
  const before =
    after === undefined ? commaBefore(text, property.offset, previousEnd(parent, property)) : undefined;
  const cuts: [number, number][] = [[property.offset, end]];
  if (after !== undefined) cuts.push([after, after + 1]);
  if (before !== undefined) cuts.unshift([before, before + 1]);
  return dropBlankLine(cut(text, cuts), property.offset - (before === undefined ? 0 : 1));
}

function parse(text: string): Node {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (!root) throw new HeadframeError('INTERNAL', 'an empty text cannot be edited');
  return root;
}

function replace(text: string, node: Node, value: unknown, style: Style): string {
  const printed = print(value, indentAt(text, node.offset), style);
  return text.slice(0, node.offset) + printed + text.slice(node.offset + node.length);
}

function insert(text: string, object: Node, key: string, value: unknown, style: Style): string {
  const last = object.children?.at(-1);
  const outer = indentAt(text, object.offset);
  const close = object.offset + object.length - 1;
  if (!last) {
    const inner = text.slice(object.offset + 1, close);
    const property = `${JSON.stringify(key)}: ${print(value, outer + style.indent, style)}`;
    const kept = inner.trimEnd();
    return `${text.slice(0, object.offset + 1)}${kept}${style.eol}${outer}${style.indent}${property}${style.eol}${outer}${text.slice(close)}`;
  }
  const end = last.offset + last.length;
  const comma = commaAfter(text, end);
  const separator = comma === undefined ? ',' : '';
  const trailing = comma === undefined ? '' : ',';
  if (!isMultiline(text, object)) {
    const property = ` ${JSON.stringify(key)}: ${print(value, outer, { ...style, compact: true })}`;
    const at = comma === undefined ? end : comma + 1;
    return `${text.slice(0, end)}${separator}${text.slice(end, at)}${property}${trailing}${text.slice(at)}`;
  }
  const inner = indentAt(text, last.offset);
  const property = `${style.eol}${inner}${JSON.stringify(key)}: ${print(value, inner, style)}${trailing}`;
  const at = endOfLineComment(text, comma === undefined ? end : comma + 1, close);
  return `${text.slice(0, end)}${separator}${text.slice(end, at)}${property}${text.slice(at)}`;
}

function previousEnd(object: Node, property: Node): number {
  const index = object.children?.indexOf(property) ?? 0;
  const previous = object.children?.[index - 1];
  return previous ? previous.offset + previous.length : object.offset + 1;
}

function cut(text: string, cuts: readonly (readonly [number, number])[]): string {
  let rest = text;
  for (const [from, to] of [...cuts].sort((a, b) => b[0] - a[0])) rest = rest.slice(0, from) + rest.slice(to);
  return rest;
}

/** Takes out the line at an offset when nothing is left on it. */
function dropBlankLine(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const end = lineEnd < 0 ? text.length : lineEnd + 1;
  const line = text.slice(start, end);
  return line.trim() === '' && start > 0 ? text.slice(0, start) + text.slice(end) : text;
}
