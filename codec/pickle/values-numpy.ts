import type { PyValue } from './values.ts';
import type { NumpyDtype } from './values-dtype.ts';

/** A view on an array's elements. 64-bit integers, `datetime64` and `timedelta64` are bigints; complex numbers are pairs. */
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** Elements that lie apart in memory, and are copied together when they are asked for. */
export interface ScatteredElements {
  /** The bytes of `count` elements from `start`, every `step`; all of these are within the array. */
  part(start: number, step: number, count: number): Uint8Array;
}

/** A numpy array: raw elements as they lie in memory, or Python values for dtype object. */
export class NdArray {
  dtype: NumpyDtype;
  shape: readonly number[];
  /** Whether `data` is in column-major (Fortran) order. Items of dtype object are always in row-major order. */
  fortran: boolean;
  /** The elements of an array whose dtype is object; `undefined` for any other. */
  items: readonly PyValue[] | undefined;
  /** The array's class when it is one of numpy's own subclasses, as `numpy.matrix`; `undefined` for `numpy.ndarray`. */
  subclass: string | undefined;

  /** What {@link data} gives, or makes when it is first asked for; elements of arrays of one dimension may be scattered. */
  stored: Uint8Array | ScatteredElements;

  constructor(
    dtype: NumpyDtype,
    shape: readonly number[],
    data: Uint8Array | ScatteredElements,
    fortran = false,
  ) {
    this.dtype = dtype;
    this.shape = shape;
    this.stored = data;
    this.fortran = fortran;
  }

  /** The elements' bytes; empty for dtype object. A view on the pickle's own bytes where they lie together there. */
  get data(): Uint8Array {
    if (!(this.stored instanceof Uint8Array)) this.stored = this.stored.part(0, 1, this.length);
    return this.stored;
  }

  set data(data: Uint8Array) {
    this.stored = data;
  }

  /** Number of elements. */
  get length(): number {
    return this.shape.reduce((product, n) => product * n, 1);
  }

  /**
   * The elements in the order of `data` as a typed array: without copying when the bytes are aligned and little-endian.
   * `undefined` for dtypes that no typed array has (object, text, structured, float16, long double).
   */
  get values(): TypedArray | undefined {
    return this.dtype.view(this.data);
  }
}

/** A numpy scalar, as `numpy.float64(1.5)`: its dtype and its bytes. */
export class NumpyScalar {
  readonly dtype: NumpyDtype;
  readonly data: Uint8Array;

  constructor(dtype: NumpyDtype, data: Uint8Array) {
    this.dtype = dtype;
    this.data = data;
  }

  /** The value as `NdArray.values` would hold it; `undefined` where that is. */
  valueOf(): number | bigint | undefined {
    return this.dtype.view(this.data)?.[0];
  }
}

/** A `numpy.ma.MaskedArray` (or its subclass `mvoid`'s array): data, mask (true: masked) and the fill value. */
export class MaskedArray {
  readonly data: NdArray;
  readonly mask: NdArray;
  readonly fillValue: PyValue;

  constructor(data: NdArray, mask: NdArray, fillValue: PyValue) {
    this.data = data;
    this.mask = mask;
    this.fillValue = fillValue;
  }
}
