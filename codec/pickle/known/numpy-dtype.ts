import { PyGlobal, PyObject, PyTuple, type PyValue, pyTuple } from '../values.ts';
import { dtypeFromText, NumpyDtype, type NumpyField } from '../values-dtype.ts';
import { argumentBytes, isInteger, type KnownType, type Maker, type TagFields } from './known-type.ts';

/** The dtype that a value is. */
export function dtypeOf(value: PyValue | undefined): NumpyDtype | undefined {
  return value instanceof NumpyDtype ? value : undefined;
}

/**
 * dtypes are pickled as `numpy.dtype(code, False, True)` and a BUILD with (version, byte order, subarray, names, fields,
 * size, alignment, flags[, metadata]); see `arraydescr_reduce` in numpy's `descriptor.c`.
 */
export const makeDtype: Maker = ([spec]) => {
  if (spec instanceof PyGlobal && spec.path === 'numpy.record') {
    return new NumpyDtype('|V0', { itemSize: 0, record: true });
  }
  if (typeof spec !== 'string') return undefined;
  const one = /^(b1|i1|u1|[OSV])/.test(spec);
  return dtypeFromText(`${one ? '|' : '<'}${spec.startsWith('O') ? 'O' : spec}`);
};

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
  if (made !== undefined) Object.assign(target, made);
  return made !== undefined;
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

/** A dtype in typed JSON: its type string, or the same keys that `numpy.dtype` takes. */
export function dtypeToJson(dtype: NumpyDtype): PyValue {
  const { fields, subarray } = dtype;
  if (subarray !== undefined) return { base: dtypeToJson(subarray.base), shape: [...subarray.shape] };
  if (fields === undefined) return dtype.text;
  return {
    fields: fields.map(({ name, dtype: type, offset, title }) => ({
      name,
      dtype: dtypeToJson(type),
      offset,
      ...(title === undefined ? {} : { title }),
    })),
    itemsize: dtype.itemSize,
    ...(dtype.aligned ? { aligned: true } : {}),
    ...(dtype.record ? { record: true } : {}),
  };
}

const MAX_NESTING = 32;

/** The reverse of {@link dtypeToJson}, from decoded typed JSON. */
export function dtypeFromJson(json: PyValue, fields: TagFields, depth = 0): NumpyDtype {
  if (typeof json === 'string') {
    const plain = dtypeFromText(json);
    if (plain === undefined) throw fields.wrong(`"${json.slice(0, 40)}" is no dtype`);
    return plain;
  }
  if (!(json instanceof Map) || depth > MAX_NESTING)
    throw fields.wrong('a dtype must be a text or an object');
  if (json.has('base')) {
    const base = dtypeFromJson(json.get('base') ?? null, fields, depth + 1);
    const shape = shapeOf(json.get('shape'));
    if (shape === undefined) throw fields.wrong('the shape of a dtype must be sizes');
    const itemSize = shape.reduce((product, n) => product * n, base.itemSize);
    return new NumpyDtype(`|V${itemSize}`, { itemSize, subarray: { base, shape } });
  }
  const itemSize = json.get('itemsize');
  const list = json.get('fields');
  if (!isInteger(itemSize) || !Array.isArray(list))
    throw fields.wrong('a dtype must have fields and itemsize');
  return new NumpyDtype(`|V${itemSize}`, {
    itemSize,
    fields: list.map((field) => fieldFromJson(field, fields, depth)),
    aligned: json.get('aligned') === true,
    record: json.get('record') === true,
  });
}

function fieldFromJson(json: PyValue, fields: TagFields, depth: number): NumpyField {
  const part = json instanceof Map ? json : new Map<PyValue, PyValue>();
  const name = part.get('name');
  const offset = part.get('offset');
  const title = part.get('title');
  if (typeof name !== 'string' || !isInteger(offset))
    throw fields.wrong('a field must have name, dtype and offset');
  const dtype = dtypeFromJson(part.get('dtype') ?? null, fields, depth + 1);
  return typeof title === 'string' ? { name, dtype, offset, title } : { name, dtype, offset };
}

export const dtypeType: KnownType<NumpyDtype> = {
  tag: 'dtype',
  class: NumpyDtype,
  fields: (value) => ({ dtype: dtypeToJson(value) }),
  make: (fields) => dtypeFromJson(fields.get('dtype'), fields),
  lower: lowerDtype,
};
