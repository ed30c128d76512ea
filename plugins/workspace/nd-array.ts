import { dtypeFromText, NdArray, PyComplex, PyFloat, type PyValue, pyFloat, pyInt } from 'headframe/codec';
import { workspaceError } from './errors.ts';

/** The elements of an array as Python values, in row-major order. Throws `BAD_VALUE` for a dtype that has no numbers. */
export function arrayElements(array: NdArray): PyValue[] {
  if (array.items) return [...array.items];
  const { values, dtype } = array;
  if (!values || !'biufc'.includes(dtype.kind)) {
    throw workspaceError('BAD_VALUE', `an array of ${dtype.name} has no elements in JavaScript`);
  }
  const at = (index: number): PyValue => {
    if (dtype.kind === 'c') return new PyComplex(Number(values[2 * index]), Number(values[2 * index + 1]));
    const value = values[index] ?? 0;
    if (dtype.kind === 'b') return value !== 0;
    return dtype.kind === 'f' ? pyFloat(Number(value)) : pyInt(BigInt(value));
  };
  return Array.from({ length: array.length }, (_, index) =>
    at(array.fortran ? placeOf(index, array.shape) : index),
  );
}

/** Where a column-major array has the element that row-major order would have at `index`. */
function placeOf(index: number, shape: readonly number[]): number {
  let place = 0;
  let rest = index;
  let stride = shape.reduce((product, n) => product * n, 1);
  for (const length of shape.toReversed()) {
    stride /= length;
    place += (rest % length) * stride;
    rest = Math.floor(rest / length);
  }
  return place;
}

type Numeric = number | bigint | PyFloat | PyComplex;

/** An array of numbers: complex128, else float64, else int64, else object, whichever holds them all. */
export function arrayOf(elements: readonly PyValue[], shape: readonly number[]): NdArray {
  const kind = elements.every(isNumeric) ? commonKind(elements) : 'O';
  if (kind === 'O') return objectArray(elements, shape);
  const width = kind === 'c' ? 2 : 1;
  const bytes = new Uint8Array(elements.length * width * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, element] of (elements as readonly Numeric[]).entries()) {
    if (kind === 'i') view.setBigInt64(index * 8, BigInt(element as number | bigint), true);
    else {
      const re = element instanceof PyComplex ? element.re : Number(element);
      view.setFloat64(index * width * 8, re, true);
      if (kind === 'c') view.setFloat64(index * 16 + 8, element instanceof PyComplex ? element.im : 0, true);
    }
  }
  return new NdArray(dtype(`<${kind}${width * 8}`), shape, bytes);
}

/** An array of Python objects. */
export function objectArray(items: readonly PyValue[], shape: readonly number[] = [items.length]): NdArray {
  const array = new NdArray(dtype('|O'), shape, new Uint8Array());
  array.items = items;
  return array;
}

function commonKind(elements: readonly Numeric[]): 'i' | 'f' | 'c' | 'O' {
  if (elements.some((one) => one instanceof PyComplex)) return 'c';
  if (elements.some(isFloat)) return 'f';
  return elements.every(
    (one) => BigInt.asIntN(64, BigInt(one as number | bigint)) === BigInt(one as number | bigint),
  )
    ? 'i'
    : 'O';
}

function isNumeric(value: PyValue): value is Numeric {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    value instanceof PyFloat ||
    value instanceof PyComplex
  );
}

function isFloat(value: Numeric): boolean {
  return value instanceof PyFloat || (typeof value === 'number' && !Number.isSafeInteger(value));
}

function dtype(text: string) {
  const found = dtypeFromText(text);
  if (!found) throw new Error(`numpy has no dtype ${text}`);
  return found;
}
