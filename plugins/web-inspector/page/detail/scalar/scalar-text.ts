import { PyFloat, type PyValue, pyFloat, pyInt } from 'headframe/client/browser';

/** Types of values that are edited as text. */
export type ScalarType = 'int' | 'float' | 'str' | 'bool' | 'None';

export const SCALAR_TYPES: readonly ScalarType[] = ['int', 'float', 'str', 'bool', 'None'];

/** A text as it is edited: its type decides what it means. */
export interface ScalarText {
  readonly type: ScalarType;
  readonly text: string;
}

/** What a text means, or what is wrong with it. */
export type Parsed = { readonly value: PyValue } | { readonly problem: string };

const INTEGER = /^[+-]?\d+(_\d+)*$/;
const HEX = /^[+-]?0x[\da-f]+$/i;
const FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NON_FINITE: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['+inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
]);
/** Python's own limit on the digits of integers in text. */
const MAX_DIGITS = 4300;

/** A value as it is edited; nothing for what is no int, float, str, bool or None. */
export function scalarText(value: PyValue): ScalarText | undefined {
  if (value === null) return { type: 'None', text: '' };
  if (typeof value === 'string') return { type: 'str', text: value };
  if (typeof value === 'boolean') return { type: 'bool', text: value ? 'True' : 'False' };
  if (typeof value === 'bigint') return { type: 'int', text: String(value) };
  if (value instanceof PyFloat) return { type: 'float', text: String(value) };
  if (typeof value !== 'number') return undefined;
  const isInteger = Number.isSafeInteger(value) && !Object.is(value, -0);
  return { type: isInteger ? 'int' : 'float', text: floatText(value) };
}

/** The value of a text of a type. */
export function parseScalar({ type, text }: ScalarText): Parsed {
  if (type === 'str') return { value: text };
  if (type === 'None') return { value: null };
  const trimmed = text.trim();
  if (type === 'int') return parseInteger(trimmed);
  if (type === 'float') return parseFloating(trimmed);
  if (/^(true|1)$/i.test(trimmed)) return { value: true };
  return /^(false|0)$/i.test(trimmed) ? { value: false } : { problem: 'True or False' };
}

/** The text in another type, as far as it means anything there. */
export function retype({ type, text }: ScalarText, to: ScalarType): ScalarText {
  if (to === 'None') return { type: to, text: '' };
  if (to === 'bool') return { type: to, text: /^(|0|0\.0|false)$/i.test(text.trim()) ? 'False' : 'True' };
  if (type === 'bool' && to !== 'str') return { type: to, text: text === 'True' ? '1' : '0' };
  if (to === 'int') return { type: to, text: text.replace(/\.0*$/, '') };
  return { type: to, text };
}

function parseInteger(text: string): Parsed {
  if (HEX.test(text)) return digits(text.replace(/^[+-]/, ''), text.startsWith('-'));
  if (!INTEGER.test(text)) return { problem: 'A whole number, such as -42 or 0xff' };
  return digits(text.replace(/^[+-]/, '').replaceAll('_', ''), text.startsWith('-'));
}

function digits(text: string, isNegative: boolean): Parsed {
  if (text.length > MAX_DIGITS) return { problem: `At most ${MAX_DIGITS} digits` };
  const value = isNegative ? -BigInt(text) : BigInt(text);
  return { value: pyInt(value) };
}

function parseFloating(text: string): Parsed {
  const special = NON_FINITE.get(text.toLowerCase());
  if (special !== undefined) return { value: special };
  if (!FLOAT.test(text)) return { problem: 'A number, such as 1.5, 1e-3, nan or -inf' };
  const value = Number(text);
  return Number.isFinite(value) ? { value: pyFloat(value) } : { problem: 'Too large for a float: write inf' };
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0.0' : String(value);
}
