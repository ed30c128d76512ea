import { PyGlobal, PyObject, PyTuple, type PyValue, pyTuple } from '../values.ts';
import { dtypeFromText, NumpyDtype, type NumpyField } from '../values-dtype.ts';
import { argumentBytes, isInteger, type Maker } from './known-type.ts';

/** More than any real structure has; one that repeats its parts grows without end when it is written out. */
const MAX_PARTS = 10_000;

/** The dtype that a value is. */
export function dtypeOf(value: PyValue | undefined): NumpyDtype | undefined {
  return value instanceof NumpyDtype ? value : undefined;
}

/**
 * dtypes are pickled as `numpy.dtype(code, False, True)` and a BUILD with (version, byte order, subarray, names, fields,
 * size, alignment, flags[, metadata]); see `arraydescr_reduce` in numpy's `descriptor.c`. `lowerDtype` gives all to the call.
 */
export const makeDtype: Maker = ([spec, aligned = false]) => {
  if (spec instanceof PyGlobal && spec.path === 'numpy.record') {
    return new NumpyDtype('|V0', { itemSize: 0, record: true });
  }
  if (spec instanceof Map || spec instanceof PyTuple) {
    const made = spec instanceof Map ? dtypeFromParts(spec, aligned === true) : recordOrSubarray(spec);
    return made !== undefined && made.partCount <= MAX_PARTS ? made : undefined;
  }
  if (typeof spec !== 'string') return undefined;
  if (/^[<>|]/.test(spec)) return dtypeFromText(spec);
  const one = /^(b1|i1|u1|[OSV])/.test(spec);
  return dtypeFromText(`${one ? '|' : '<'}${spec.startsWith('O') ? 'O' : spec}`);
};

function recordOrSubarray([first, second]: PyTuple): NumpyDtype | undefined {
  if (first instanceof PyGlobal && first.path === 'numpy.record') {
    const dtype = dtypeOf(second);
    return dtype && new NumpyDtype(dtype.text, { ...structure(dtype), record: true });
  }
  const base = dtypeOf(first);
  const shape = shapeOf(second);
  if (base === undefined || shape === undefined) return undefined;
  const itemSize = shape.reduce((product, n) => product * n, base.itemSize);
  return new NumpyDtype(`|V${itemSize}`, { itemSize, subarray: { base, shape } });
}

function structure({ itemSize, fields, aligned }: NumpyDtype) {
  return { itemSize, aligned, ...(fields === undefined ? {} : { fields }) };
}

/** From the parallel lists that {@link dtypeSpecification} writes. */
function dtypeFromParts(parts: ReadonlyMap<PyValue, PyValue>, aligned: boolean): NumpyDtype | undefined {
  const [names, formats, offsets] = ['names', 'formats', 'offsets'].map((key) => parts.get(key));
  const titles = parts.get('titles') ?? [];
  if (![names, formats, offsets, titles].every(Array.isArray)) return undefined;
  const column = (list: PyValue | undefined, i: number) => (list as PyValue[])[i];
  const fields = new Map<PyValue, PyValue>();
  for (const [i, name] of (names as PyValue[]).entries()) {
    const title = column(titles, i) ?? null;
    const entry = [column(formats, i) ?? null, column(offsets, i) ?? null];
    fields.set(name, pyTuple(title === null ? entry : [...entry, title]));
  }
  const itemSize = parts.get('itemsize');
  if (!isInteger(itemSize)) return undefined;
  return structuredDtype(pyTuple(names as PyValue[]), fields, itemSize, aligned, false);
}

export function buildDtype(target: object, state: PyValue): boolean {
  if (!(target instanceof NumpyDtype) || !(state instanceof PyTuple) || state.length < 8) return false;
  const [, order, subarray, names, fields, size, , flags, metadata] = state;
  if (!isInteger(flags) || !isInteger(size)) return false;
  const made =
    subarray === null
      ? names === null
        ? plainDtype(target.code, order, size, metadata)
        : structuredDtype(names, fields, size, flags < 0 || (flags & 0x80) !== 0, target.record)
      : subarrayDtype(subarray, size);
  if (made === undefined || made.partCount > MAX_PARTS) return false;
  Object.assign(target, made);
  return true;
}

function plainDtype(code: string, order: PyValue | undefined, size: number, metadata: PyValue | undefined) {
  const kind = code.charAt(0);
  const unit = dateUnit(metadata);
  const one = code === 'b1' || code === 'i1' || code === 'u1' || kind === 'O' || kind === 'S' || kind === 'V';
  if (unit === undefined || (order !== '<' && order !== '>' && !(order === '|' && one))) return undefined;
  const length = kind === 'U' ? size / 4 : size;
  const sized = 'SUV'.includes(kind) ? `${kind}${length}` : kind === 'O' ? 'O' : code;
  return dtypeFromText(`${one ? '|' : order}${sized}${unit}`);
}

/** `[25s]` from ({}, (b'ns', 25, 1, 1)); empty without; `undefined` for metadata of the user's, which has no form here. */
function dateUnit(metadata: PyValue | undefined): string | undefined {
  if (metadata === undefined || metadata === null) return '';
  if (!(metadata instanceof PyTuple)) return undefined;
  const own = metadata[0] ?? new Map();
  if (!(own instanceof Map) || own.size > 0) return undefined;
  const parts = metadata[1];
  if (!(parts instanceof PyTuple)) return undefined;
  const [name, count, , events] = parts;
  const unit = argumentBytes(name);
  if (unit === undefined || !isInteger(count) || events !== 1) return undefined;
  const text = Buffer.from(unit).toString('utf8');
  return text === 'generic' ? '' : `[${count === 1 ? '' : count}${text}]`;
}

function structuredDtype(
  names: PyValue | undefined,
  fields: PyValue | undefined,
  itemSize: number,
  aligned: boolean,
  record: boolean,
) {
  if (!(names instanceof PyTuple) || !(fields instanceof Map)) return undefined;
  const list: NumpyField[] = [];
  for (const name of names) {
    const entry = fields.get(name);
    if (typeof name !== 'string' || !(entry instanceof PyTuple)) return undefined;
    const [type, offset, title] = entry;
    const dtype = dtypeOf(type);
    if (dtype === undefined || !isInteger(offset) || !(title === undefined || typeof title === 'string')) {
      return undefined;
    }
    list.push(title === undefined ? { name, dtype, offset } : { name, dtype, offset, title });
  }
  return new NumpyDtype(`|V${itemSize}`, { itemSize, fields: list, aligned, record });
}

function subarrayDtype(subarray: PyValue | undefined, itemSize: number) {
  if (!(subarray instanceof PyTuple)) return undefined;
  const base = dtypeOf(subarray[0]);
  const shape = shapeOf(subarray[1]);
  if (base === undefined || shape === undefined) return undefined;
  return new NumpyDtype(`|V${itemSize}`, { itemSize, subarray: { base, shape } });
}

/** A tuple of sizes, or one size. */
export function shapeOf(value: PyValue | undefined): number[] | undefined {
  const sizes = value instanceof PyTuple || Array.isArray(value) ? [...value] : [value];
  return sizes.length <= 64 && sizes.every((n): n is number => isInteger(n) && n >= 0) ? sizes : undefined;
}

/** The argument that makes `numpy.dtype` give this dtype. */
export function dtypeSpecification(dtype: NumpyDtype): PyValue {
  const { fields, subarray } = dtype;
  if (subarray !== undefined) return pyTuple<PyValue>([lowerDtype(subarray.base), pyTuple(subarray.shape)]);
  if (fields === undefined) return dtype.text;
  const specification = new Map<string, PyValue>([
    ['names', fields.map((field) => field.name)],
    ['formats', fields.map((field) => lowerDtype(field.dtype))],
    ['offsets', fields.map((field) => field.offset)],
    ['itemsize', dtype.itemSize],
  ]);
  if (fields.some((field) => field.title !== undefined)) {
    specification.set(
      'titles',
      fields.map((field) => field.title ?? null),
    );
  }
  return specification;
}

/** The call of `numpy.dtype` that makes this dtype. */
export function lowerDtype(dtype: NumpyDtype): PyObject {
  const args = [dtypeSpecification(dtype), ...(dtype.aligned ? [true] : [])];
  const made = new PyObject(new PyGlobal('numpy', 'dtype'), args);
  if (!dtype.record) return made;
  return new PyObject(new PyGlobal('numpy', 'dtype'), [
    pyTuple<PyValue>([new PyGlobal('numpy', 'record'), made]),
  ]);
}
