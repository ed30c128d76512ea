import { PyFloat, type PyValue, pyFloat, pyInt } from '../values.ts';
import type { NumpyDtype } from '../values-dtype.ts';
import { NumpyScalar } from '../values-numpy.ts';
import { RawData, type TagFields, toBigInt } from './known-type.ts';
import { dtypeFromJson, dtypeToJson } from './numpy-dtype-json.ts';

/**
 * A numpy scalar in typed JSON: `value` for what JSON can say exactly — bool, integers, float32 and float64, ticks of
 * datetime64 and timedelta64 — and `data` (raw bytes) for all else.
 */
export function scalarToJson(scalar: NumpyScalar): Record<string, PyValue> {
  const { dtype } = scalar;
  const value = plainValue(dtype, scalar.data);
  return {
    dtype: dtypeToJson(dtype),
    ...(value === undefined ? { data: new RawData(scalar.data) } : { value }),
  };
}

function plainValue(dtype: NumpyDtype, data: Uint8Array): PyValue | undefined {
  const element = dtype.view(data)?.[0];
  if (element === undefined || dtype.kind === 'c') return undefined;
  if (typeof element === 'bigint') return pyInt(element);
  if (dtype.kind === 'b') return element === 0 || element === 1 ? element === 1 : undefined;
  if (dtype.kind !== 'f') return element;
  return Number.isNaN(element) ? undefined : pyFloat(element);
}

export function scalarFromJson(fields: TagFields): NumpyScalar {
  const dtype = dtypeFromJson(fields.get('dtype'), fields);
  const value = fields.optional('value');
  if (value === undefined) {
    const data = fields.raw();
    if (data.length !== dtype.itemSize) throw fields.wrong('the data does not fit the dtype');
    return new NumpyScalar(dtype, data);
  }
  if (dtype.itemSize > 8) throw fields.wrong('this dtype needs data, not a value');
  const data = new Uint8Array(dtype.itemSize);
  const view = dtype.view(data);
  if (view === undefined) throw fields.wrong('this dtype needs data, not a value');
  if (view instanceof BigInt64Array || view instanceof BigUint64Array) view[0] = toBigInt(value) ?? 0n;
  else view[0] = plainNumber(value);
  // A copy, of the class that data is of.
  const bytes = Buffer.from(new Uint8Array(view.buffer, view.byteOffset, dtype.itemSize));
  if (dtype.bigEndian && dtype.itemSize > 1) bytes.reverse();
  const scalar = new NumpyScalar(dtype, bytes);
  const back = plainValue(dtype, bytes);
  const same =
    back instanceof PyFloat && value instanceof PyFloat ? back.value === value.value : Object.is(back, value);
  if (!same) throw fields.wrong('the value does not fit the dtype');
  return scalar;
}

function plainNumber(value: PyValue): number {
  if (value instanceof PyFloat) return value.value;
  return typeof value === 'boolean' ? Number(value) : typeof value === 'number' ? value : Number.NaN;
}
