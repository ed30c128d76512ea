import { NumpyScalar, type PyValue } from 'headframe/client/browser';
import { numpyText, parseNumpy } from './numpy-scalar.ts';
import { type Parsed, parseScalar, type ScalarText, scalarText } from './scalar-text.ts';

/** A value as it was read, to be edited. */
export interface Original {
  readonly value: PyValue;
  readonly revision: number;
}

/** A value's text, when it has one that can be edited. */
export function textOf(value: PyValue): ScalarText | undefined {
  return value instanceof NumpyScalar ? numpyText(value) : scalarText(value);
}

/** Whether the type stays what it was: a numpy scalar keeps its dtype. */
export function keepsType({ value }: Original): boolean {
  return value instanceof NumpyScalar;
}

/** What a text means in place of a value. */
export function parseDraft({ value }: Original, draft: ScalarText): Parsed {
  return value instanceof NumpyScalar ? parseNumpy(value.dtype, draft) : parseScalar(draft);
}

/** Whether two texts say the same. */
export function sameText(a: ScalarText, b: ScalarText): boolean {
  return a.type === b.type && a.text === b.text;
}
