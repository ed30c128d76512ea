import { kindOfValue } from './describe-kind.ts';
import { ELLIPSIS, elementText, PREVIEW_BYTES, scalar, simpleText } from './describe-text.ts';
import { valuesLength } from './known/pandas-shared.ts';
import { PyFrozenSet, PyObject, PyTuple, type PyValue } from './values.ts';
import { Elided } from './values-elided.ts';
import { NdArray, NumpyScalar } from './values-numpy.ts';
import { Categorical, DataFrame, PandasIndex, Series } from './values-pandas.ts';

const MAX_DEPTH = 8;
const MAX_ELEMENTS = 64;
const NAMED = /[\w.]+$/;

/** A value much as Python's `repr` shows it, cut to 256 bytes of UTF-8. What is not shown is an ellipsis. */
export function previewOf(value: PyValue): string {
  const writer = new PreviewWriter();
  writer.value(value);
  return cut(writer.text);
}

function cut(text: string): string {
  if (Buffer.byteLength(text) <= PREVIEW_BYTES) return text;
  const room = PREVIEW_BYTES - Buffer.byteLength(ELLIPSIS);
  const bytes = Buffer.from(text);
  let end = room;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end) + ELLIPSIS;
}

class PreviewWriter {
  text = '';
  readonly #open = new Set<object>();

  get #full(): boolean {
    return this.text.length > PREVIEW_BYTES;
  }

  value(value: PyValue): void {
    if (this.#full) return;
    if (typeof value !== 'object' || value === null) this.text += scalar(value);
    else if (this.#open.has(value) || this.#open.size >= MAX_DEPTH) this.text += ELLIPSIS;
    else {
      this.#open.add(value);
      this.#object(value);
      this.#open.delete(value);
    }
  }

  #object(value: object): void {
    const simple = simpleText(value);
    if (simple !== undefined) this.text += simple;
    else if (value instanceof PyTuple) this.#items('(', value, value.length === 1 ? ',)' : ')');
    else if (Array.isArray(value)) this.#wrapped(value, () => this.#items('[', value, ']'));
    else if (value instanceof Map) this.#wrapped(value, () => this.#entries(value));
    else if (value instanceof Set) this.#set(value);
    else this.#library(value);
  }

  /** A subclass shows its name around what it holds. */
  #wrapped(value: object, inner: () => void): void {
    const { type } = kindOfValue(value);
    const plain = type === 'list' || type === 'dict';
    if (!plain) this.text += `${lastName(type)}(`;
    inner();
    if (!plain) this.text += ')';
  }

  #items(open: string, items: Iterable<PyValue>, close: string): void {
    this.text += open;
    let separator = '';
    for (const item of items) {
      this.text += separator;
      if (this.#full) return;
      this.value(item);
      separator = ', ';
    }
    this.text += close;
  }

  #entries(map: ReadonlyMap<PyValue, PyValue>): void {
    this.text += '{';
    let separator = '';
    for (const [key, item] of map) {
      this.text += separator;
      if (this.#full) return;
      this.value(key);
      if (!(key instanceof Elided)) {
        this.text += ': ';
        this.value(item);
      }
      separator = ', ';
    }
    this.text += '}';
  }

  #set(value: ReadonlySet<PyValue>): void {
    const frozen = value instanceof PyFrozenSet;
    if (value.size === 0) this.text += frozen ? 'frozenset()' : 'set()';
    else if (frozen) this.#items('frozenset({', value, '})');
    else this.#items('{', value, '}');
  }

  #library(value: object): void {
    if (value instanceof NdArray) this.#array(value);
    else if (value instanceof NumpyScalar) this.text += elementText(value.dtype, value.data);
    else if (value instanceof DataFrame) this.#frame(value);
    else if (value instanceof Series) this.#named('Series', value.data, value.name);
    else if (value instanceof PandasIndex) this.#named(value.type, value.data, value.name);
    else if (value instanceof Categorical) this.#named('Categorical', value.categories, null);
    else if (value instanceof PyObject) this.#items(`${lastName(value.path)}(`, value.args, ')');
    else this.text += `<${kindOfValue(value).type}>`;
  }

  #array(array: NdArray): void {
    this.text += 'array(';
    if (array.shape.length === 0) this.#elements(array, 1);
    else {
      this.text += '[';
      this.#elements(array, MAX_ELEMENTS);
      this.text += ']';
    }
    const shape = array.shape.length > 1 ? `, shape=(${array.shape.join(', ')})` : '';
    this.text += `${shape}, dtype=${array.dtype.name})`;
  }

  #elements(array: NdArray, most: number): void {
    const { items, dtype, data } = array;
    const shown = Math.min(array.length, most);
    const size = dtype.itemSize;
    for (let i = 0; i < shown && !this.#full; i++) {
      if (i > 0) this.text += ', ';
      if (items !== undefined) this.value(items[i] ?? null);
      else if (data.length === 0) this.text += ELLIPSIS;
      else this.text += elementText(dtype, data.subarray(i * size, (i + 1) * size));
      if (items?.[i] instanceof Elided || (items === undefined && (i + 1) * size > data.length)) return;
    }
    if (shown < array.length) this.text += `, ${ELLIPSIS}`;
  }

  #frame(frame: DataFrame): void {
    this.text += 'DataFrame(columns=';
    const { columns } = frame;
    if (columns instanceof PandasIndex && columns.data instanceof NdArray) {
      this.text += '[';
      this.#elements(columns.data, MAX_ELEMENTS);
      this.text += ']';
    } else this.value(columns);
    this.text += `, shape=(${frameRows(frame)}, ${frame.data.length}))`;
  }

  #named(type: string, data: PyValue, name: PyValue): void {
    this.text += `${type}(`;
    this.value(data);
    if (name !== null) {
      this.text += ', name=';
      this.value(name);
    }
    this.text += ')';
  }
}

function frameRows(frame: DataFrame): number {
  return valuesLength(frame.data[0] ?? null);
}

function lastName(path: string): string {
  return NAMED.exec(path.split('.').at(-1) ?? '')?.[0] ?? path;
}
