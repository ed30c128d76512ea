import { Op } from './opcodes.ts';

const LONGEST_SHORT = 0xff;
const LONGEST_BINBYTES = 0xffff_ffff;

/** What stands before the data of a `bytes` of this length in a pickle of protocol 4, in its shortest form (PEP 3154). */
export function bytesHead(length: number): Uint8Array {
  if (length <= LONGEST_SHORT) return Uint8Array.of(Op.SHORT_BINBYTES, length);
  if (length <= LONGEST_BINBYTES) {
    const head = Buffer.from([Op.BINBYTES, 0, 0, 0, 0]);
    head.writeUInt32LE(length, 1);
    return head;
  }
  const head = Buffer.from([Op.BINBYTES8, 0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeBigUInt64LE(BigInt(length), 1);
  return head;
}
