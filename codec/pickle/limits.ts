import { CodecError } from '../errors.ts';

/** Bounds for everything that reads a pickle. Going beyond one throws `TOO_LARGE`. */
export interface PickleLimits {
  /** Bytes of the whole input. */
  readonly maxBytes: number;
  readonly maxOpcodes: number;
  /** Open marks at one time: about how deep containers nest. */
  readonly maxDepth: number;
  /** Objects that the memo holds. */
  readonly maxMemo: number;
  /** Bytes of one integer; one in decimal text may have three digits for each. */
  readonly maxIntegerBytes: number;
}

export const DEFAULT_PICKLE_LIMITS: PickleLimits = {
  maxBytes: 4 * 2 ** 30,
  maxOpcodes: 2 ** 30,
  maxDepth: 100_000,
  maxMemo: 2 ** 28,
  maxIntegerBytes: 2 ** 20,
};

/** Some limits given by the caller, the rest by default. */
export function pickleLimits(limits: Partial<PickleLimits> = {}): PickleLimits {
  return { ...DEFAULT_PICKLE_LIMITS, ...limits };
}

/** The error for a limit passed: names the limit, its value and the byte where it was passed. */
export function limitPassed(limit: keyof PickleLimits, value: number, offset?: number): CodecError {
  return new CodecError('TOO_LARGE', `The pickle exceeds the limit ${limit} = ${value}`, offset);
}
