import { dateText, timeText } from './known/datetime.ts';
import { PyByteArray, PyComplex, PyFloat, PyGlobal, type PyValue, pyFloat } from './values.ts';
import { PyDate, PyDateTime, PyTime, PyTimeDelta } from './values-datetime.ts';
import { NumpyDtype } from './values-dtype.ts';
import { Elided, ElidedText } from './values-elided.ts';
import { PyDecimal, PyFraction, PyUuid } from './values-number.ts';
import { PandasTimestamp } from './values-pandas.ts';

/** Bytes of a preview in UTF-8, at most. */
export const PREVIEW_BYTES = 256;
export const ELLIPSIS = '…';
const MAX_BYTES_SHOWN = 300;

export function simpleText(value: object): string | undefined {
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

export function scalar(value: Exclude<PyValue, object> | null): string {
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

export function elementText(dtype: NumpyDtype, data: Uint8Array): string {
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
