import { type NumpyDtype, NumpyScalar, PyFloat, type PyValue } from 'headframe/client/browser';
import { type Parsed, parseScalar, type ScalarText, type ScalarType } from './scalar-text.ts';

const TYPES: ReadonlyMap<string, ScalarType> = new Map([
  ['b', 'bool'],
  ['i', 'int'],
  ['u', 'int'],
  ['f', 'float'],
]);

/** A numpy scalar as it is edited; nothing for one that is no number that a typed array holds. */
export function numpyText(scalar: NumpyScalar): ScalarText | undefined {
  const type = TYPES.get(scalar.dtype.kind);
  const value = scalar.valueOf();
  if (type === undefined || value === undefined) return undefined;
  if (type === 'bool') return { type, text: value ? 'True' : 'False' };
  if (type === 'int') return { type, text: String(value) };
  const text = String(value).replace('Infinity', 'inf').replace('NaN', 'nan');
  return { type, text: Number.isInteger(value) ? `${text}.0` : text };
}

/** The scalar of a dtype that a text means. */
export function parseNumpy(dtype: NumpyDtype, text: ScalarText): Parsed {
  const parsed = parseScalar(text);
  if ('problem' in parsed) return parsed;
  const data = new Uint8Array(dtype.itemSize);
  const view = dtype.view(data);
  if (!view) return { problem: `A ${dtype.name} cannot be written here` };
  const number = numberOf(parsed.value);
  if (view instanceof BigInt64Array || view instanceof BigUint64Array) view[0] = BigInt(number);
  else view[0] = Number(number);
  if (text.type === 'int' && BigInt(view[0] ?? 0) !== BigInt(number)) {
    return { problem: `Out of the range of ${dtype.name}` };
  }
  if (dtype.bigEndian) new Uint8Array(view.buffer, view.byteOffset, dtype.itemSize).reverse();
  return { value: new NumpyScalar(dtype, new Uint8Array(view.buffer, view.byteOffset, dtype.itemSize)) };
}

function numberOf(value: PyValue): number | bigint {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  return value instanceof PyFloat ? value.value : Number(value);
}
