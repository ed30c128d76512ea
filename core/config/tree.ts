import type { Node } from 'jsonc-parser';
import type { Path } from './json.ts';

/** One property of a document: its key's node, its path, and the earlier property of the same name. */
export interface Property {
  readonly key: Node;
  readonly path: Path;
  readonly repeated: Node | undefined;
}

/** The node of the value at a path, or of the innermost thing around it that is there. */
export function findNearest(root: Node, path: Path): Node {
  let here = root;
  for (const segment of path) {
    const next = childValue(here, segment);
    if (!next) return here;
    here = next;
  }
  return here;
}

/** The node of the value at a path. */
export function findValue(root: Node, path: Path): Node | undefined {
  let here: Node | undefined = root;
  for (const segment of path) here = here && childValue(here, segment);
  return here;
}

/** The node of the key at a path. */
export function findKey(root: Node, path: Path): Node | undefined {
  const parent = findValue(root, path.slice(0, -1));
  return parent && findProperty(parent, path.at(-1) ?? '')?.children?.[0];
}

/** The node of a property, key and value, of an object's node. */
export function findProperty(object: Node, name: string): Node | undefined {
  if (object.type !== 'object') return undefined;
  return object.children?.find((property) => property.children?.[0]?.value === name);
}

/** Every property below a node, outermost first. */
export function* walkProperties(node: Node, path: Path = []): Iterable<Property> {
  const seen = new Map<string, Node>();
  for (const [index, child] of (node.children ?? []).entries()) {
    if (node.type === 'array') {
      yield* walkProperties(child, [...path, String(index)]);
      continue;
    }
    const [key, value] = child.children ?? [];
    if (!key) continue;
    const name = String(key.value);
    const here = [...path, name];
    yield { key, path: here, repeated: seen.get(name) };
    if (!seen.has(name)) seen.set(name, key);
    if (value) yield* walkProperties(value, here);
  }
}

/** The value of a node. Keys must have been checked: `__proto__` would be a prototype. */
export function toValue(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(toValue);
  if (node.type !== 'object') return node.value;
  const value: Record<string, unknown> = {};
  for (const property of node.children ?? []) {
    const [key, inner] = property.children ?? [];
    if (key && inner) value[String(key.value)] = toValue(inner);
  }
  return value;
}

/** A path as JSON Pointer (RFC 6901). */
export function toPointer(path: Path): string {
  return path.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A JSON Pointer as path. */
export function fromPointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function childValue(node: Node, segment: string): Node | undefined {
  if (node.type === 'array') return node.children?.[Number(segment)];
  return findProperty(node, segment)?.children?.[1];
}
