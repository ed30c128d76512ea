import type { OpcodeReader } from './opcode-reader.ts';
import { GIVES, HIGHEST_PROTOCOL, OPERAND, Op, Operand, PROTOCOL, TAKES, TO_MARK } from './opcodes.ts';

/** Opcodes that push something but mean more to a scan than one more object on the stack. */
const NOT_PLAIN: ReadonlySet<number> = new Set([
  ...[Op.INT, Op.LONG, Op.LONG1, Op.LONG4, Op.FLOAT, Op.STRING, Op.NEXT_BUFFER],
  ...[Op.EXT1, Op.EXT2, Op.EXT4, Op.GET, Op.BINGET, Op.LONG_BINGET],
]);

/**
 * By highest protocol seen, by opcode byte: for a plain object its size with opcode and fixed operand, or
 * LENGTH_1 or LENGTH_4; else 0.
 */
const SIZES = Array.from({ length: HIGHEST_PROTOCOL + 1 }, (_, protocol) => {
  const sizes = new Uint8Array(256);
  for (let code = 0; code < 256; code++) {
    const layout = OPERAND[code] as number;
    const pushes = TAKES[code] === 0 && GIVES[code] === 1 && TO_MARK[code] === 0;
    if (!pushes || NOT_PLAIN.has(code) || (PROTOCOL[code] as number) > protocol) continue;
    if (layout <= 8) sizes[code] = layout + 1;
    else if (layout === Operand.LENGTH_1 || layout === Operand.LENGTH_4) sizes[code] = layout;
  }
  return sizes;
});

/**
 * The quick path of a scan: a run of plain numbers, texts and bytes, each perhaps with its MEMOIZE, which is most
 * of any big pickle. A run ends before whatever needs a closer look, so an error is never found here.
 */
export class PlainRun {
  opcodes = 0;
  objects = 0;
  memoized = 0;

  /** Whether the next opcode may begin a run. */
  starts(reader: OpcodeReader, protocol: number): boolean {
    const sizes = SIZES[protocol] as Uint8Array;
    return sizes[reader.bytes[reader.position] as number] !== 0;
  }

  /**
   * Moves the reader over a run.
   *
   * @param end offset that no opcode of the run may pass: the end of the bytes or of the frame
   * @param protocol the run has only opcodes up to this protocol
   * @param memoize whether MEMOIZE may be part of the run
   */
  read(reader: OpcodeReader, end: number, protocol: number, memoize: boolean, maxOpcodes: number): void {
    const { bytes } = reader;
    const sizes = SIZES[protocol] as Uint8Array;
    const memoizeOpcode = memoize ? Op.MEMOIZE : -1;
    let position = reader.position;
    let objects = 0;
    let memoized = 0;
    while (position < end && objects + memoized < maxOpcodes) {
      const opcode = bytes[position] as number;
      let size = sizes[opcode] as number;
      if (size === 0) {
        if (opcode !== memoizeOpcode || objects === 0) break;
        position++;
        memoized++;
        continue;
      }
      if (size === Operand.LENGTH_1) {
        if (position + 2 > end) break;
        size = 2 + (bytes[position + 1] as number);
      } else if (size === Operand.LENGTH_4) {
        if (position + 5 > end) break;
        size = 5 + unsigned32(bytes, position + 1);
      }
      if (position + size > end) break;
      position += size;
      objects++;
      if ((sizes[opcode] as number) >= Operand.LENGTH_1) continue;
      // More of the same, as in a list of numbers.
      const last = Math.min(end, position + (maxOpcodes - objects - memoized) * size) - size;
      const from = position;
      while (position <= last && bytes[position] === opcode) position += size;
      objects += (position - from) / size;
    }
    reader.position = position;
    this.opcodes = objects + memoized;
    this.objects = objects;
    this.memoized = memoized;
  }
}

function unsigned32(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
  return low + (bytes[at + 3] as number) * 2 ** 24;
}
