import { kindOfValue } from './describe-kind.ts';
import { dateText, timeText } from './known/datetime.ts';
import { valuesLength } from './known/pandas-shared.ts';
import {
  PyByteArray,
  PyComplex,
  PyFloat,
  PyFrozenSet,
  PyGlobal,
  PyObject,
  PyTuple,
  type PyValue,
  pyFloat,
} from './values.ts';
import { PyDate, PyDateTime, PyTime, PyTimeDelta } from './values-datetime.ts';
import { NumpyDtype } from './values-dtype.ts';
import { Elided, ElidedText } from './values-elided.ts';
import { PyDecimal, PyFraction, PyUuid } from './values-number.ts';
import { NdArray, NumpyScalar } from './values-numpy.ts';
import { Categorical, DataFrame, PandasIndex, PandasTimestamp, Series } from './values-pandas.ts';

/** Bytes of a preview in UTF-8, at most. */
export const PREVIEW_BYTES = 256;
const ELLIPSIS = '…';
const MAX_DEPTH = 8;
const MAX_ELEMENTS = 64;
const MAX_BYTES_SHOWN = 300;
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

function simpleText(value: object): string | undefined {
  if (value instanceof Elided) return ELLIPSIS;
  if (value instanceof ElidedText) return `${quoted(value.beginning).slice(0, -1)}${ELLIPSIS}`;
  if (value instanceof PyFloat) return String(value);
  if (value instanceof PyComplex)
    return `(${number(value.re)}${value.im < 0 ? '' : '+'}${number(value.im)}j)`;
  if (value instanceof Uint8Array) return bytesText(value);
  if (value instanceof PyByteArray) return `bytearray(${bytesText(value.bytes)})`;
  if (value instanceof PyDecimal) return `Decimal('${value.text}')`;
  if (value instanceof PyFraction) return `Fraction(${value.numerator}, ${value.denominator})`;
  if (value instanceof PyUuid) return `UUID('${value.text}')`;
  if (value instanceof PyDate) return dateText(value);
  if (value instanceof PyTime) return timeText(value);
  if (value instanceof PyDateTime) return `${dateText(value.date)} ${timeText(value.time)}`;
  if (value instanceof PyTimeDelta) {
    return `timedelta(days=${value.days}, seconds=${value.seconds}, microseconds=${value.microseconds})`;
  }
  if (value instanceof NumpyDtype) return `dtype('${value.name}')`;
  if (value instanceof PyGlobal) return value.path;
  return value instanceof PandasTimestamp ? timestampText(value) : undefined;
}

const TICKS_PER_MS: ReadonlyMap<string, bigint> = new Map([
  ['us', 1000n],
  ['ns', 1_000_000n],
]);

/** In UTC, to the millisecond; ticks when that is beyond what a Date can hold. */
function timestampText(value: PandasTimestamp): string {
  const ticks = TICKS_PER_MS.get(value.unit);
  const ms = ticks === undefined ? value.value * (value.unit === 's' ? 1000n : 1n) : value.value / ticks;
  const date = new Date(Number(ms));
  return Number.isNaN(date.getTime())
    ? `Timestamp(${value.value} ${value.unit})`
    : `Timestamp('${date.toISOString()}')`;
}

function scalar(value: Exclude<PyValue, object> | null): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string')
    return quoted(value.length > PREVIEW_BYTES ? value.slice(0, PREVIEW_BYTES) : value);
  if (typeof value === 'bigint') return bigText(value);
  return number(value);
}

const MOST_DIGITS = 10n ** 300n;

function bigText(value: bigint): string {
  return value < MOST_DIGITS && value > -MOST_DIGITS ? value.toString() : `<int of more than 300 digits>`;
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0.0' : String(value);
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\\\n\r\t]|\p{Cc}|\p{Surrogate}/gu, (character) => {
    const simple = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
    const code = character.charCodeAt(0);
    return simple ?? (code < 256 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
  });
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}

function bytesText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, MAX_BYTES_SHOWN)).toString('latin1');
  return `b${quoted(text).replace(/[\u00a0-\u00ff]/g, (c) => `\\x${hex(c.charCodeAt(0), 2)}`)}`;
}

function elementText(dtype: NumpyDtype, data: Uint8Array): string {
  const { kind } = dtype;
  if (kind === 'U') return quoted(utf32Text(dtype, data));
  if (kind === 'S') return bytesText(data.subarray(0, trimmedLength(data)));
  const view = dtype.view(data);
  const [first, second] = view ?? [];
  if (first === undefined) return ELLIPSIS;
  if (kind === 'b') return first ? 'True' : 'False';
  if (kind === 'c')
    return `(${number(Number(first))}${Number(second) < 0 ? '' : '+'}${number(Number(second))}j)`;
  return kind === 'f' ? String(scalarFloat(Number(first), dtype.itemSize)) : String(first);
}

function scalarFloat(value: number, size: number): string {
  if (!Number.isFinite(value)) return number(value);
  const short = size === 4 ? Number(value.toPrecision(8)) : value;
  const shown = pyFloat(Math.fround(short) === value ? short : value);
  return shown instanceof PyFloat ? shown.toString() : number(shown);
}

function trimmedLength(data: Uint8Array): number {
  let length = data.length;
  while (length > 0 && data[length - 1] === 0) length--;
  return length;
}

function utf32Text(dtype: NumpyDtype, data: Uint8Array): string {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let text = '';
  for (let at = 0; at + 4 <= data.length && text.length < PREVIEW_BYTES; at += 4) {
    const point = view.getUint32(at, !dtype.bigEndian);
    if (point === 0) break;
    text += point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
  }
  return text;
}
