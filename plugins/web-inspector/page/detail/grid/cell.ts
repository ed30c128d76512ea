/** How numbers with fractions are shown. */
export type NumberFormat = 'auto' | 'exact' | 'fixed' | 'scientific';

export const NUMBER_FORMATS: readonly NumberFormat[] = ['auto', 'exact', 'fixed', 'scientific'];

/** An element of an array or a table. */
export interface Cell {
  /** All of it, as Python would show it. */
  readonly text: string;
  readonly kind: 'number' | 'text' | 'missing';
  /** A number with a fraction, which may be shown shorter. */
  readonly float?: number;
}

/** None, NaN, NaT, NA, or what is masked. */
export function missing(text: string): Cell {
  return { text, kind: 'missing' };
}

export function textCell(text: string): Cell {
  return { text, kind: 'text' };
}

export function integerCell(value: number | bigint): Cell {
  return { text: String(value), kind: 'number' };
}

export function floatCell(value: number): Cell {
  if (Number.isNaN(value)) return missing('NaN');
  return { text: exact(value), kind: 'number', float: value };
}

const DIGITS = 6;
const DECIMALS = 2;

/** A cell as it is shown. */
export function showCell({ text, float }: Cell, format: NumberFormat): string {
  if (float === undefined || !Number.isFinite(float) || format === 'exact') return text;
  if (format === 'fixed') return float.toFixed(DECIMALS);
  if (format === 'scientific') return float.toExponential(DECIMALS);
  const short = String(Number(float.toPrecision(DIGITS)));
  return text.length <= short.length || Number.isInteger(float) ? text : short;
}

/** A float as Python's `repr` shows it, but for where exponents begin. */
function exact(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
