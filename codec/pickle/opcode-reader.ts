import { badPickle } from '../errors.ts';
import { OPERAND, Operand, opcodeName } from './opcodes.ts';

const LINE_FEED = 0x0a;
/** Up to here a loop is quicker than a call of `indexOf`. */
const SHORT_LINE = 64;

/**
 * Walks a pickle opcode by opcode with exact bounds, and says where each operand lies. No value is built.
 *
 * After `next()`: `start` is the offset of the opcode, `operand` and `operandLength` are the place of its
 * payload (after a length prefix; a line without its line feed; both lines of GLOBAL and INST with the line feed
 * between them), `position` is the offset of the opcode that follows.
 */
export class OpcodeReader {
  readonly bytes: Uint8Array;
  position: number;
  start = 0;
  operand = 0;
  operandLength = 0;

  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  /**
   * Reads one opcode and gives its byte.
   *
   * @throws CodecError `BAD_PICKLE` when the bytes end too early, the byte is no opcode or a length is negative.
   */
  next(): number {
    const { bytes, position } = this;
    if (position >= bytes.length) throw badPickle('The pickle ends without STOP', position);
    const opcode = bytes[position] as number;
    const layout = OPERAND[opcode] as number;
    this.start = position;
    this.operand = position + 1;
    if (layout <= 8) this.#take(layout);
    else this.#takeVariable(opcode, layout);
    return opcode;
  }

  /** The operand as an unsigned little-endian number of 1, 2 or 4 bytes. */
  unsigned(): number {
    const { bytes, operand, operandLength } = this;
    if (operandLength === 1) return bytes[operand] as number;
    return operandLength === 2
      ? (bytes[operand] as number) | ((bytes[operand + 1] as number) << 8)
      : this.#unsigned32(operand);
  }

  /** The operand of FRAME: its length in bytes; beyond 2^53 inexact, but then beyond any input too. */
  unsigned64(): number {
    return this.#unsigned32(this.operand) + this.#unsigned32(this.operand + 4) * 2 ** 32;
  }

  /** The payload, without copying. */
  payload(): Uint8Array {
    return this.bytes.subarray(this.operand, this.operand + this.operandLength);
  }

  #take(length: number): void {
    const end = this.operand + length;
    if (end > this.bytes.length) {
      const name = opcodeName(this.bytes[this.start] as number);
      throw badPickle(`${name} needs ${length} bytes, but the pickle ends`, this.start);
    }
    this.operandLength = length;
    this.position = end;
  }

  #takeVariable(opcode: number, layout: number): void {
    const { bytes, operand } = this;
    if (layout === Operand.LENGTH_1) {
      this.#take(1);
      this.operand = operand + 1;
      this.#take(bytes[operand] as number);
    } else if (layout === Operand.LENGTH_4 || layout === Operand.LENGTH_4_SIGNED) {
      this.#take(4);
      const length = this.#unsigned32(operand);
      if (layout === Operand.LENGTH_4_SIGNED && length >= 2 ** 31) {
        throw badPickle(`${opcodeName(opcode)} has a negative length`, this.start);
      }
      this.operand = operand + 4;
      this.#take(length);
    } else if (layout === Operand.LENGTH_8) {
      this.#take(8);
      this.operand = operand + 8;
      this.#take(this.#unsigned32(operand) + this.#unsigned32(operand + 4) * 2 ** 32);
    } else if (layout === Operand.LINE || layout === Operand.TWO_LINES) {
      let end = this.#lineEnd(operand);
      if (layout === Operand.TWO_LINES) end = this.#lineEnd(end + 1);
      this.operandLength = end - operand;
      this.position = end + 1;
    } else {
      throw badPickle(`0x${opcode.toString(16).padStart(2, '0')} is no pickle opcode`, this.start);
    }
  }

  #lineEnd(from: number): number {
    const { bytes } = this;
    const near = Math.min(from + SHORT_LINE, bytes.length);
    for (let at = from; at < near; at++) if (bytes[at] === LINE_FEED) return at;
    const end = bytes.indexOf(LINE_FEED, near);
    if (end < 0) {
      throw badPickle(`A line of ${opcodeName(bytes[this.start] as number)} has no end`, this.start);
    }
    return end;
  }

  #unsigned32(at: number): number {
    const { bytes } = this;
    const high = (bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8);
    return ((bytes[at] as number) | ((bytes[at + 1] as number) << 8)) + high * 65536;
  }
}
