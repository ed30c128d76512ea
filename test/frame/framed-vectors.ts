import { readFileSync } from 'node:fs';

/** One frame in hexadecimal digits, and what stands in it. */
export interface Vector<F> {
  readonly name: string;
  readonly hex: string;
  readonly fields: F;
}

/** The vectors that every implementation of the framed dialect runs. */
interface Vectors {
  readonly preamble: string;
  readonly frames: readonly Vector<{
    readonly kind: number;
    readonly operation: number;
    readonly flags: number;
    readonly id: number;
    readonly meta: string;
    readonly payload: string;
    readonly decoded?: Readonly<Record<string, unknown>>;
  }>[];
  readonly refused: {
    readonly limits: { readonly meta: number; readonly payload: number };
    readonly heads: readonly Vector<{
      readonly code: string;
      readonly id: number;
      readonly operation: number;
      readonly skipped: boolean;
    }>[];
  };
  readonly badRequests: readonly Vector<{ readonly operation: number; readonly code: string }>[];
  /** Metas of flag bit 3 alone, without their frames. */
  readonly places: {
    readonly answers: readonly Vector<object>[];
    readonly sets: readonly Vector<{ readonly flags: number }>[];
    readonly badAnswers: readonly Vector<{ readonly code: string }>[];
    readonly badSets: readonly Vector<{ readonly flags: number; readonly code: string }>[];
  };
}

export const vectors = JSON.parse(
  readFileSync(new URL('../fixtures/framed/vectors.json', import.meta.url), 'utf8'),
) as Vectors;
