import { runNormalised } from './decode-run.ts';
import type { PickleLimits } from './limits.ts';
import { normalisePickle } from './normalise.ts';
import { PickleScanner } from './scanner.ts';
import { SlotSet } from './slot-set.ts';
import type { PyValue } from './values.ts';

export interface DecodeOptions {
  /** The out-of-band buffers of a protocol 5 pickle (PEP 574), in order. */
  readonly buffers?: readonly Uint8Array[];
  readonly limits?: Partial<PickleLimits>;
}

/**
 * The value in a pickle of protocol 0 to 5, as `values.ts` and its companions say. Nothing in the pickle is executed.
 *
 * Numbers, text and structure are exact: shared parts are shared, recursive ones recursive. `bytes` and arrays are views on
 * `bytes` and `buffers` where they are not tiny: a change of those changes the value. What is not known becomes a
 * `PyGlobal` or `PyObject`.
 *
 * @throws CodecError `BAD_PICKLE`, `TOO_LARGE`, `NEEDS_BUFFERS`, `NEEDS_PERSISTENT_ID`, or `NOT_CONVERTIBLE` where there is
 * no telling what a value would be (codes of the `copyreg` registry, an unknown version of a known type).
 */
export function decodePickle(bytes: Uint8Array, options: DecodeOptions = {}): PyValue {
  const used = new SlotSet();
  new PickleScanner(bytes, options.limits, undefined, used).step(Number.POSITIVE_INFINITY);
  const normalised = normalisePickle(bytes, used);
  return runNormalised(normalised, bytes, options.buffers ?? []);
}
