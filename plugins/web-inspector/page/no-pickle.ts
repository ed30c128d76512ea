import { CodecError } from '../../../codec/errors.ts';

/** Stands in the page for what writes pickles: the page writes typed JSON alone, and copies pickles as they are. */
export function encodePickle(): never {
  throw new CodecError('NOT_CONVERTIBLE', 'this page writes typed JSON');
}
