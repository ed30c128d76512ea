import type { PyValue } from '../values.ts';
import { dtypeFromText, NumpyDtype, type NumpyField } from '../values-dtype.ts';
import { isInteger, type KnownType, type TagFields } from './known-type.ts';
import { lowerDtype, shapeOf } from './numpy-dtype.ts';

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
