import { CodecError } from '../errors.ts';
import { isDataCall, isDataReference } from '../pickle/known/data-globals.ts';
import type { KnownType } from '../pickle/known/known-type.ts';
import { PyGlobal, PyObject, type PyValue } from '../pickle/values.ts';

/**
 * The value, if a document may hold it.
 *
 * @throws CodecError `NOT_CONVERTIBLE` for an import or a call that is not on the list of data types.
 */
export function checkedData(value: object): object {
  const refused =
    (value instanceof PyGlobal && !isDataReference(value)) ||
    (value instanceof PyObject && !isDataCall(value));
  if (!refused) return value;
  throw new CodecError(
    'NOT_CONVERTIBLE',
    `${(value as PyGlobal | PyObject).path} is not on the list of data types`,
  );
}

/** An object of the type's class, without its parts: what the parts refer to. */
export function emptyShell(type: KnownType): object {
  for (const base of [Map, Array] as const) {
    if (type.class.prototype instanceof base)
      return Reflect.construct(base, [], type.class as new () => object);
  }
  return Object.create(type.class.prototype);
}

/** Gives a shell the parts of the object that was made when they were known. */
export function fillShell(shell: object, made: object): object {
  if (shell instanceof Map) for (const [key, value] of made as Map<PyValue, PyValue>) shell.set(key, value);
  return Object.assign(shell, made);
}
