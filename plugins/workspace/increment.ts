import { encodePickle, PyFloat, type PyValue, pyFloat, pyInt } from 'headframe/codec';
import { workspaceError } from './errors.ts';
import { fromNative, toNative } from './native.ts';
import type { StoredValue } from './value.ts';

/** A number that was incremented: what it is now, in the form that it had. */
export interface Incremented {
  readonly number: number | bigint;
  readonly value: StoredValue;
}

/**
 * Adds to a number, as Python would: integers stay exact at any size, with a float the sum is a float.
 * A variable that is not there counts as 0. Throws `BAD_VALUE` for a value that is no `int` or `float`.
 */
export function increment(name: string, current: StoredValue | undefined, by: number | bigint): Incremented {
  const before = current ? toNative(current) : 0;
  if (!isNumber(before)) throw workspaceError('BAD_VALUE', `${name} is no int and no float`, { name });
  const sum = add(before, by);
  const value = current?.method === 'pickle' ? pickled(sum) : fromNative(sum);
  return { number: sum instanceof PyFloat ? sum.value : sum, value };
}

type PyNumber = number | bigint | PyFloat;

function add(a: PyNumber, b: number | bigint): PyNumber {
  if (isInteger(a) && isInteger(b)) return pyInt(BigInt(a) + BigInt(b));
  return pyFloat(Number(a) + Number(b));
}

function isNumber(value: PyValue): value is PyNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof PyFloat;
}

function isInteger(value: PyNumber): value is number | bigint {
  return typeof value === 'bigint' || (Number.isSafeInteger(value) && !Object.is(value, -0));
}

function pickled(sum: PyNumber): StoredValue {
  return { method: 'pickle', document: encodePickle(sum), buffers: [] };
}
