import { Parser } from 'pickleparser';
import { badPickle, CodecError } from '../errors.ts';
import { DecodeMachine } from './decode-machine.ts';
import { DecodeReader } from './decode-reader.ts';
import type { PickleLimits } from './limits.ts';
import { normalisePickle } from './normalise.ts';
import { scanPickle } from './scan.ts';
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
  const { relocation } = scanPickle(bytes, options.limits);
  const normalised = normalisePickle(bytes, relocation.references > 0);
  return runNormalised(normalised, bytes, options.buffers ?? []);
}

/** Lets pickleparser run a normalised pickle, with our functions behind its resolvers. */
export function runNormalised(
  normalised: Buffer,
  source: Uint8Array,
  buffers: readonly Uint8Array[],
): PyValue {
  const reader = new DecodeReader(normalised);
  const machine = new DecodeMachine(reader, source, buffers);
  // pickleparser's types speak of texts and functions; its code passes on whatever it is given.
  const resolve = (target: unknown, value: unknown) =>
    machine.binary(target as PyValue, value as PyValue) as () => void;
  const parser = new Parser({
    unpicklingTypeOfDictionary: 'Map',
    unpicklingTypeOfSet: 'Set',
    nameResolver: { resolve },
    persistentResolver: { resolve: (value: unknown) => machine.unary(value as PyValue) },
    extensionResolver: { resolve: () => machine.literal() },
  });
  try {
    return parser.read<PyValue>(reader);
  } catch (error) {
    if (error instanceof CodecError) throw error;
    throw badPickle(`The pickle's operations do not fit together (${(error as Error).message})`, 0);
  }
}
