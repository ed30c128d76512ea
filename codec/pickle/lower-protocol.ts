import { Op } from './opcodes.ts';
import { inPieces, type PickleInPieces } from './pieces.ts';
import { scanPickleInSlices } from './scan.ts';

const HEAD_BYTES = 2;

/**
 * The same pickle, declaring `protocol` where it declares a higher one and has no opcode that needs it: Python 3.6 and
 * 3.7 refuse a header of 5, and cloudpickle always writes one. Any other pickle is given as it is. Below 4 nothing is
 * lowered, since there names are looked up in another way.
 *
 * @throws CodecError `BAD_PICKLE`.
 */
export async function lowerProtocol(pickle: Uint8Array, protocol: number): Promise<PickleInPieces> {
  const asItIs = inPieces(pickle.length, () => [pickle]);
  const declared = pickle[0] === Op.PROTO ? (pickle[1] ?? 0) : 0;
  if (protocol < 4 || declared <= protocol) return asItIs;
  const { opcodeProtocol, changesProtocol } = await scanPickleInSlices(pickle);
  if (opcodeProtocol > protocol || changesProtocol) return asItIs;
  const head = Uint8Array.of(Op.PROTO, protocol);
  return inPieces(pickle.length, () => [head, pickle.subarray(HEAD_BYTES)]);
}
