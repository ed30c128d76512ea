import { pythonLines } from './python.ts';

/** A value of Python, what the host is to call it, and its pickles of all protocols in base64. */
export interface KindSample {
  readonly label: string;
  readonly kind: string;
  readonly type: string;
  readonly ndim: number | null;
  readonly pickles: readonly string[];
}

let samples: readonly KindSample[] | undefined;

/** One sample of each kind, made once for all that ask. */
export function kindSamples(): readonly KindSample[] {
  samples ??= pythonLines<KindSample>(['kind-samples.py']);
  return samples;
}
