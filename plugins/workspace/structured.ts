import { PyComplex, PyFloat, type PyValue } from 'headframe/codec';
import { workspaceError } from './errors.ts';
import { parseShapes, type Shape, shapesText } from './shape.ts';
import type { TypeRegistry } from './types.ts';

/** A structured value: a dict whose `type` names the structure of the rest. */
export type Structured = ReadonlyMap<PyValue, PyValue>;

const MAX_DEPTH = 64;

/** The structured value that a value is, or nothing: a dict with a text under `type`. */
export function asStructured(value: PyValue): Structured | undefined {
  return value instanceof Map && typeof value.get('type') === 'string' ? value : undefined;
}

/** Checks a structured value against its type, nested ones too. Throws `BAD_VALUE` with the path to what is wrong. */
export function checkStructured(value: Structured, types: TypeRegistry): void {
  new StructureCheck(types).check(value, '', 0);
}

class StructureCheck {
  readonly #types: TypeRegistry;
  /** A structure's alternatives, parsed once. */
  readonly #shapes = new Map<string, readonly Shape[]>();

  constructor(types: TypeRegistry) {
    this.#types = types;
  }

  check(value: Structured, path: string, depth: number): void {
    const type = String(value.get('type'));
    const structure = this.#types.get(type);
    if (!structure) throw bad(path, `has the unknown type ${JSON.stringify(type)}`);
    if (depth > MAX_DEPTH) throw bad(path, `nests more than ${MAX_DEPTH} deep`);
    for (const [field, alternatives] of Object.entries(structure)) {
      const place = `${path}/${field}`;
      if (!value.has(field)) throw bad(path, `is a ${type} without ${field}`);
      const shapes = this.#parsed(alternatives);
      const member = value.get(field) ?? null;
      if (!this.#fits(member, shapes, place, depth + 1)) throw bad(place, `is no ${shapesText(shapes)}`);
    }
    for (const key of value.keys()) {
      if (key === 'type' || (typeof key === 'string' && Object.hasOwn(structure, key))) continue;
      throw bad(path, `is a ${type} and has an unknown field ${String(key)}`);
    }
  }

  #parsed(text: string): readonly Shape[] {
    const known = this.#shapes.get(text) ?? parseShapes(text);
    this.#shapes.set(text, known);
    return known;
  }

  #fits(value: PyValue, shapes: readonly Shape[], path: string, depth: number): boolean {
    return shapes.some((shape) => {
      if ('elements' in shape) return this.#fitsList(value, shape.elements, path, depth);
      return fitsWord(value, shape.word) || this.#fitsType(value, shape.word, path, depth);
    });
  }

  #fitsList(value: PyValue, elements: readonly Shape[], path: string, depth: number): boolean {
    if (!Array.isArray(value)) return false;
    return value.every((element: PyValue, index) =>
      this.#fits(element, elements, `${path}/${index}`, depth + 1),
    );
  }

  #fitsType(value: PyValue, type: string, path: string, depth: number): boolean {
    if (type === 'Complex' && value instanceof PyComplex) return true;
    const structured = asStructured(value);
    if (!structured || structured.get('type') !== type) return false;
    this.check(structured, path, depth);
    return true;
  }
}

function fitsWord(value: PyValue, word: string): boolean {
  switch (word) {
    case 'any':
      return true;
    case 'none':
      return value === null;
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'bigint' || Number.isSafeInteger(value);
    case 'float':
      return value instanceof PyFloat || (typeof value === 'number' && !Number.isSafeInteger(value));
    case 'str':
      return typeof value === 'string';
    case 'list':
      return Array.isArray(value);
    case 'dict':
      return value instanceof Map;
    default:
      return false;
  }
}

function bad(path: string, what: string) {
  return workspaceError('BAD_VALUE', `${path || 'the value'} ${what}`, { path });
}
