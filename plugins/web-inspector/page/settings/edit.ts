import type { Control } from './schema.ts';

/** What was typed, as a value; or why it is none. */
export type Edited = { readonly value: unknown } | { readonly problem: string };

/** The text that stands for a value in its control. */
export function showValue(control: Control, value: unknown): string {
  if (control.kind === 'json') return value === undefined ? '' : JSON.stringify(value, null, 2);
  if (control.kind === 'secret' || value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Reads what was typed into a control. The host checks the rest: this says what cannot even be sent. */
export function readText(control: Control, text: string): Edited {
  if (control.kind === 'json') return readJson(text);
  if (control.kind !== 'number') return { value: text };
  const trimmed = text.trim();
  const value = Number(trimmed);
  if (trimmed === '' || !Number.isFinite(value)) return { problem: 'Write a number.' };
  if (control.isWhole && !Number.isInteger(value)) return { problem: 'Write a whole number.' };
  if (control.min !== undefined && value < control.min) return { problem: `At least ${control.min}.` };
  if (control.max !== undefined && value > control.max) return { problem: `At most ${control.max}.` };
  return { value };
}

/** What the host found wrong with a setting: each problem with its place inside the value. */
export function problemsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const data = 'data' in error && isObject(error.data) ? error.data : {};
  const problems = Array.isArray(data.problems) ? data.problems.filter(isObject) : [];
  const lines = problems.map(({ message }) => String(message));
  return lines.length > 0 ? [...new Set(lines)].join('; ') : error.message;
}

function readJson(text: string): Edited {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: `This is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
