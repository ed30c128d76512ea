import { CodecError } from '../errors.ts';
import { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone } from './values-datetime.ts';
import { NumpyDtype } from './values-dtype.ts';
import { NdArray } from './values-numpy.ts';

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const UTC = new PyTimeZone(new PyTimeDelta(0, 0, 0));

const CODES: ReadonlyMap<string, string> = new Map([
  ['Int8Array', 'i1'],
  ['Uint8ClampedArray', 'u1'],
  ['Int16Array', 'i2'],
  ['Uint16Array', 'u2'],
  ['Int32Array', 'i4'],
  ['Uint32Array', 'u4'],
  ['BigInt64Array', 'i8'],
  ['BigUint64Array', 'u8'],
  ['Float32Array', 'f4'],
  ['Float64Array', 'f8'],
]);

/**
 * What a JavaScript object that is not one of our classes stands for in Python: a typed array (but `Uint8Array`, which is
 * bytes) is a one-dimensional numpy array on the same memory, a `Date` an aware `datetime` in UTC.
 *
 * @returns `undefined` when it stands for nothing.
 * @throws CodecError `NOT_CONVERTIBLE` for an invalid date, or one outside the years 1 to 9999.
 */
export function fromNative(value: object): NdArray | PyDateTime | undefined {
  if (value instanceof Date) return fromDate(value);
  const code = ArrayBuffer.isView(value) ? CODES.get(value.constructor.name) : undefined;
  if (code === undefined || !ArrayBuffer.isView(value)) return undefined;
  const itemSize = Number(code.slice(1));
  const order = itemSize === 1 ? '|' : littleEndian ? '<' : '>';
  const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return new NdArray(new NumpyDtype(order + code, { itemSize }), [value.byteLength / itemSize], bytes);
}

function fromDate(value: Date): PyDateTime {
  const year = value.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) {
    throw new CodecError(
      'NOT_CONVERTIBLE',
      'A Date that is invalid or outside the years 1 to 9999 has no datetime',
    );
  }
  return new PyDateTime(
    new PyDate(year, value.getUTCMonth() + 1, value.getUTCDate()),
    new PyTime(
      value.getUTCHours(),
      value.getUTCMinutes(),
      value.getUTCSeconds(),
      value.getUTCMilliseconds() * 1000,
      UTC,
    ),
  );
}
