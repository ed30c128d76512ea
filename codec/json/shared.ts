import { CodecError } from '../errors.ts';
import { isLongInteger, LONG_TEXT } from '../pickle/encode-memo.ts';
import { RawData } from '../pickle/known/known-type.ts';
import { TYPES } from '../pickle/known/libraries.ts';
import { PyGlobal, type PyValue } from '../pickle/values.ts';

/** Types of a few short members are written out each time: a reference would not be much shorter. */
const SMALL = new Set(['complex', 'global', 'date', 'timedelta', 'uuid']);

/** Whether a second meeting of this value is written as a reference to the first. */
export function isReferable(value: PyValue): boolean {
  if (typeof value === 'string') return value.length >= LONG_TEXT;
  if (typeof value === 'bigint') return isLongInteger(value);
  if (typeof value !== 'object' || value === null || value instanceof PyGlobal) return false;
  const type = TYPES.get(Object.getPrototypeOf(value)?.constructor);
  return type === undefined || !SMALL.has(type.tag);
}

/**
 * The values that a graph reaches more than once, recursive ones among them.
 *
 * @throws CodecError `TOO_LARGE` for nesting beyond `maxDepth`.
 */
export function findShared(root: PyValue, maxDepth: number): ReadonlySet<PyValue> {
  const seen = new Set<PyValue>();
  const shared = new Set<PyValue>();
  const visit = (value: PyValue, depth: number): void => {
    if (value instanceof RawData) {
      visit(value.bytes, depth);
      return;
    }
    if (typeof value !== 'object' && !isReferable(value)) return;
    if (value === null) return;
    if (depth > maxDepth) {
      throw new CodecError('TOO_LARGE', `The value nests deeper than the limit maxDepth = ${maxDepth}`);
    }
    if (isReferable(value)) {
      if (seen.has(value)) {
        shared.add(value);
        return;
      }
      seen.add(value);
    }
    if (typeof value === 'object') children(value, (child) => visit(child, depth + 1));
  };
  visit(root, 0);
  return shared;
}

function children(value: object, visit: (child: PyValue) => void): void {
  const type = TYPES.get(Object.getPrototypeOf(value)?.constructor);
  if (type !== undefined) for (const member of Object.values(type.fields(value))) visit(member);
  else if (Array.isArray(value) || value instanceof Set) for (const item of value) visit(item);
  else if (value instanceof Map) {
    for (const [key, item] of value) {
      visit(key);
      visit(item);
    }
  } else if (isPlainObject(value)) for (const item of Object.values(value)) visit(item);
}

/** An object literal, or one without a prototype. */
export function isPlainObject(value: object): value is Record<string, PyValue> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
