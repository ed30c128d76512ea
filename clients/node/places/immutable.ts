/** Values that can be given out again and again: nobody can change them. */
export type Immutable = string | number | bigint | boolean | null;

/** Whether a value is one of them. */
export function isImmutable(value: unknown): value is Immutable {
  return value === null || (typeof value !== 'object' && value !== undefined);
}
