import { badPickle, CodecError } from '../errors.ts';
import { BUILDERS } from './known/libraries.ts';
import { PyFrozenSet, PyObject, PyTuple, type PyValue } from './values.ts';
import { Elided } from './values-elided.ts';

export function bad(message: string): CodecError {
  return badPickle(message, 0);
}

export function argumentsOf(value: PyValue | undefined): readonly PyValue[] {
  if (value instanceof PyTuple) return value;
  throw bad('A call has arguments that are not a tuple');
}

export function keywordsOf(value: PyValue | undefined): ReadonlyMap<PyValue, PyValue> {
  if (value instanceof Map) return value;
  throw bad('A call has keyword arguments that are not a dict');
}

export function isList(value: PyValue): value is PyValue[] {
  return Array.isArray(value) && !(value instanceof PyTuple);
}

export function append(target: PyValue, items: readonly PyValue[]): PyValue {
  if (target instanceof PyObject) target.items = push(target.items ?? [], items);
  else if (isList(target)) push(target, items);
  else throw bad('Items are appended to something that is no list');
  return target;
}

function push(list: PyValue[], items: readonly PyValue[]): PyValue[] {
  for (let i = 0; i < items.length; i++) list.push(items[i] as PyValue);
  return list;
}

export function setItems(target: PyValue, items: readonly PyValue[]): PyValue {
  if (target instanceof Map) {
    for (let i = 0; i < items.length; i += 2) {
      const last = items[i + 1];
      if (last instanceof Elided) target.set(new Elided(last.count + 1), null);
      else target.set(items[i], last ?? null);
    }
  } else if (target instanceof PyObject) target.pairs = push(target.pairs ?? [], items);
  else throw bad('Items are set on something that is no dict');
  return target;
}

export function addItems(target: PyValue, items: readonly PyValue[]): PyValue {
  if (target instanceof PyObject) target.items = push(target.items ?? [], items);
  else if (target instanceof Set && !(target instanceof PyFrozenSet))
    for (const item of items) target.add(item);
  else throw bad('Items are added to something that is no set');
  return target;
}

export function build(target: PyValue, state: PyValue): PyValue {
  if (target instanceof PyObject) {
    if (target.state !== undefined) throw bad('An object is given its state twice');
    target.state = state;
    return target;
  }
  const builder = target === null ? undefined : BUILDERS.get(Object.getPrototypeOf(target)?.constructor);
  if (builder === undefined || typeof target !== 'object') {
    throw bad('A state is set on something that has none');
  }
  if (target !== null && builder(target, state)) return target;
  const name = target?.constructor.name;
  throw new CodecError('NOT_CONVERTIBLE', `The state of this ${name} is of a kind that is not known here`);
}
