import { Parser } from 'pickleparser';
import { badPickle, CodecError } from '../errors.ts';
import { DecodeMachine } from './decode-machine.ts';
import { DecodeReader } from './decode-reader.ts';
import type { PyValue } from './values.ts';

/** What pickleparser asks of a reader; its 8-byte lengths and its `skip` are for opcodes that normalising takes out. */
type PickleparserReader = Parameters<Parser['read']>[0];

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
    return parser.read<PyValue>(reader as Partial<PickleparserReader> as PickleparserReader);
  } catch (error) {
    if (error instanceof CodecError) throw error;
    throw badPickle(`The pickle's operations do not fit together (${(error as Error).message})`, 0);
  }
}
