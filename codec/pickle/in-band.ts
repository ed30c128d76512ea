import { CodecError } from '../errors.ts';
import type { PickleLimits } from './limits.ts';
import { OpcodeReader } from './opcode-reader.ts';
import { Op } from './opcodes.ts';
import { inPieces, type PickleInPieces } from './pieces.ts';
import { scanPickle } from './scan.ts';

const HEAD_BYTES = 9;

/** A stretch of the pickle that goes, and the buffer that comes in its place. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly opcode: number;
  readonly buffer: Uint8Array | undefined;
}

/**
 * The same value as one pickle, with its out-of-band buffers (PEP 574) inside.
 *
 * NEXT_BUFFER becomes BYTEARRAY8; followed by READONLY_BUFFER, the two become BINBYTES8: what a pickler without a
 * `buffer_callback` writes. Frames are cut, since their lengths no longer hold. Buffers too many are left out, as
 * Python does; bytes after STOP too. Nothing is copied but on `toBuffer()`.
 *
 * @throws CodecError `NEEDS_BUFFERS` for too few buffers; `BAD_PICKLE`, `TOO_LARGE` as `scanPickle`.
 */
export function bringInBand(
  pickle: Uint8Array,
  buffers: readonly Uint8Array[],
  limits?: Partial<PickleLimits>,
): PickleInPieces {
  const { end, needs } = scanPickle(pickle, limits);
  if (needs.buffers > buffers.length) {
    const message = `The pickle wants ${needs.buffers} out-of-band buffers, ${buffers.length} came with it`;
    throw new CodecError('NEEDS_BUFFERS', message);
  }
  if (needs.buffers === 0) return inPieces(end, () => [pickle.subarray(0, end)]);
  const replacements = findReplacements(pickle, buffers);
  let byteLength = end;
  for (const { start, end: to, buffer } of replacements) {
    byteLength += (buffer ? HEAD_BYTES + buffer.length : 0) - (to - start);
  }
  return inPieces(byteLength, () => write(pickle, end, replacements));
}

function findReplacements(pickle: Uint8Array, buffers: readonly Uint8Array[]): Replacement[] {
  const replacements: Replacement[] = [];
  const reader = new OpcodeReader(pickle);
  let used = 0;
  for (let opcode = reader.next(); opcode !== Op.STOP; opcode = reader.next()) {
    const { start, position } = reader;
    if (opcode === Op.NEXT_BUFFER) {
      const readonly = pickle[position] === Op.READONLY_BUFFER;
      if (readonly) reader.next();
      const head = readonly ? Op.BINBYTES8 : Op.BYTEARRAY8;
      replacements.push({ start, end: reader.position, opcode: head, buffer: buffers[used++] });
    } else if (opcode === Op.FRAME || opcode === Op.READONLY_BUFFER) {
      replacements.push({ start, end: position, opcode, buffer: undefined });
    }
  }
  return replacements;
}

function* write(
  pickle: Uint8Array,
  end: number,
  replacements: readonly Replacement[],
): Generator<Uint8Array> {
  let position = 0;
  for (const { start, end: to, opcode, buffer } of replacements) {
    if (start > position) yield pickle.subarray(position, start);
    position = to;
    if (buffer === undefined) continue;
    const head = Buffer.alloc(HEAD_BYTES);
    head[0] = opcode;
    head.writeBigUInt64LE(BigInt(buffer.length), 1);
    yield head;
    if (buffer.length > 0) yield buffer;
  }
  yield pickle.subarray(position, end);
}
