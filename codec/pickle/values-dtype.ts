import type { TypedArray } from './values-numpy.ts';

/** A field of a structured dtype; `offset` in bytes. */
export interface NumpyField {
  readonly name: string;
  readonly dtype: NumpyDtype;
  readonly offset: number;
  readonly title?: string;
}

/** The parts of a dtype that its type string does not say. */
export interface NumpyDtypeParts {
  /** Bytes of an element. */
  readonly itemSize: number;
  readonly fields?: readonly NumpyField[];
  /** For a dtype that is itself an array of `base`. */
  readonly subarray?: { readonly base: NumpyDtype; readonly shape: readonly number[] };
  /** Fields are laid out as a C compiler would. */
  readonly aligned?: boolean;
  /** The scalar type is `numpy.record`: the dtype of a recarray. */
  readonly record?: boolean;
}

const littleEndianHost = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

type View = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TypedArray;

/** By kind and size: the typed array, and the size of one of its elements. */
const VIEWS: ReadonlyMap<string, readonly [View, number]> = new Map<string, readonly [View, number]>([
  ['b1', [Uint8Array, 1]],
  ['i1', [Int8Array, 1]],
  ['u1', [Uint8Array, 1]],
  ['i2', [Int16Array, 2]],
  ['u2', [Uint16Array, 2]],
  ['i4', [Int32Array, 4]],
  ['u4', [Uint32Array, 4]],
  ['i8', [BigInt64Array, 8]],
  ['u8', [BigUint64Array, 8]],
  ['M8', [BigInt64Array, 8]],
  ['m8', [BigInt64Array, 8]],
  ['f4', [Float32Array, 4]],
  ['f8', [Float64Array, 8]],
  ['c8', [Float32Array, 4]],
  ['c16', [Float64Array, 8]],
]);

/**
 * A numpy dtype. `text` is its array-protocol type string as `dtype.str` gives it: byte order, kind, bytes and a
 * date's unit: `<f8`, `|b1`, `<U5` (5 characters), `<M8[25s]`, `|O`, `|V12`.
 *
 * Source: the `__array_interface__` page of numpy's documentation.
 */
export class NumpyDtype {
  readonly text: string;
  readonly itemSize: number;
  readonly fields: readonly NumpyField[] | undefined;
  readonly subarray: { readonly base: NumpyDtype; readonly shape: readonly number[] } | undefined;
  readonly aligned: boolean;
  readonly record: boolean;
  /** How many plain dtypes it is made of, counted with repetition. */
  readonly partCount: number;

  constructor(text: string, parts: NumpyDtypeParts) {
    this.text = text;
    this.itemSize = parts.itemSize;
    this.fields = parts.fields;
    this.subarray = parts.subarray;
    this.aligned = parts.aligned ?? false;
    this.record = parts.record ?? false;
    const inner = parts.fields?.map((field) => field.dtype) ?? [];
    if (parts.subarray !== undefined) inner.push(parts.subarray.base);
    this.partCount = inner.reduce((sum, dtype) => sum + dtype.partCount, 1);
  }

  /** One character: `b`ool, `i`nt, `u`nsigned, `f`loat, `c`omplex, `m` timedelta, `M` datetime, `O`, `S`, `U`, `V`oid. */
  get kind(): string {
    return this.text[1] ?? 'V';
  }

  get bigEndian(): boolean {
    return this.text.startsWith('>');
  }

  /** Kind and size without the byte order and the unit: `f8`, `M8`. */
  get code(): string {
    const bracket = this.text.indexOf('[');
    return this.text.slice(1, bracket < 0 ? undefined : bracket);
  }

  /** The unit of a datetime64 or timedelta64, as `25s`; empty for the generic one and for other kinds. */
  get unit(): string {
    return /\[(.*)\]$/.exec(this.text)?.[1] ?? '';
  }

  /** numpy's name for it, as `repr` shows: `float64`, `datetime64[ns]`, `<U5`, `object`. */
  get name(): string {
    return DTYPE_NAMES.get(this.kind)?.(this) ?? this.text;
  }

  /** A typed array on these elements, copied only when they are not aligned or of the other byte order. */
  view(data: Uint8Array): TypedArray | undefined {
    if (this.fields !== undefined || this.subarray !== undefined) return undefined;
    const found = VIEWS.get(this.code);
    if (found === undefined) return undefined;
    const [Type, size] = found;
    const bytes = this.#native(data, size);
    return new Type(bytes.buffer, bytes.byteOffset, Math.floor(bytes.byteLength / size));
  }

  #native(data: Uint8Array, size: number): Uint8Array {
    const swap = size > 1 && this.bigEndian === littleEndianHost;
    if (!swap && data.byteOffset % size === 0) return data;
    const copy = new Uint8Array(data);
    if (swap) for (let at = 0; at + size <= copy.length; at += size) copy.subarray(at, at + size).reverse();
    return copy;
  }
}

const bits = (name: string) => (dtype: NumpyDtype) => `${name}${dtype.itemSize * 8}`;
const withUnit = (name: string) => (dtype: NumpyDtype) =>
  dtype.unit === '' ? name : `${name}[${dtype.unit}]`;
const DTYPE_NAMES: ReadonlyMap<string, (dtype: NumpyDtype) => string> = new Map([
  ['b', () => 'bool'],
  ['i', bits('int')],
  ['u', bits('uint')],
  ['f', bits('float')],
  ['c', bits('complex')],
  ['O', () => 'object'],
  ['M', withUnit('datetime64')],
  ['m', withUnit('timedelta64')],
]);

/**
 * The dtype of a plain type string: `<f8`, `>i2`, `<U3`, `|S5`, `<M8[ns]`, `|O`.
 *
 * @returns `undefined` when it is none that numpy has.
 */
export function dtypeFromText(text: string): NumpyDtype | undefined {
  const match =
    /^([<>|])(b1|[iu][1248]|f(?:2|4|8|12|16)|c(?:8|16|24|32)|O|[SUV]\d{1,10}|[mM]8(?:\[\d{0,10}[a-zA-Zμ]{1,7}\])?)$/.exec(
      text,
    );
  const code = match?.[2];
  if (code === undefined) return undefined;
  if (code === 'O') return new NumpyDtype(text, { itemSize: 8 });
  const size = Number.parseInt(code.slice(1), 10);
  return new NumpyDtype(text, { itemSize: code.startsWith('U') ? size * 4 : size });
}

/** Whether elements of this dtype are, or contain, Python objects. */
export function hasObjects(dtype: NumpyDtype): boolean {
  if (dtype.kind === 'O') return true;
  if (dtype.subarray !== undefined) return hasObjects(dtype.subarray.base);
  return dtype.fields?.some((field) => hasObjects(field.dtype)) ?? false;
}
