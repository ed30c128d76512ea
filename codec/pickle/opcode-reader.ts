import type { ByteWindow } from '../byte-window.ts';
import { badPickle } from '../errors.ts';
import { OPERAND, Operand, opcodeName } from './opcodes.ts';

const LINE_FEED = 0x0a;
/** Up to here a loop is quicker than a call of `indexOf`. */
const SHORT_LINE = 64;
/** An opcode and the length, or the operand, of 8 bytes that may follow, and a text that is short enough for a name. */
const HEAD_BYTES = 9 + 128;

/**
 * Walks a pickle opcode by opcode with exact bounds, and says where each operand lies. No value is built.
 *
 * After `next()`: `start` is the offset of the opcode, `operand` and `operandLength` are the place of its
 * payload (after a length prefix; a line without its line feed; both lines of GLOBAL and INST with the line feed
 * between them), `position` is the offset of the opcode that follows.
 *
 * Over a window all of these count from the window's begin, which is `base` in the pickle; `next` moves it on. What
 * is in memory then is the opcode with its length or fixed operand, a payload of up to 128 bytes, and a line that the
 * window can hold.
 */
export class OpcodeReader {
  bytes: Uint8Array;
  /** Where `bytes` begin in the pickle. */
  base = 0;
  position: number;
  start = 0;
  operand = 0;
  operandLength = 0;
  /** The first byte of the last line, or the line feed of an empty one. */
  lineBegin: number | undefined;
  readonly #window: ByteWindow | undefined;
  /** Bytes of the pickle behind `bytes`. */
  #beyond = 0;

  constructor(bytes: Uint8Array | ByteWindow, position = 0) {
    this.position = position;
    if (bytes instanceof Uint8Array) {
      this.bytes = bytes;
    } else {
      this.#window = bytes;
      this.bytes = bytes.bytes;
      this.#beyond = bytes.beyond;
    }
  }

  /** Offset of the opcode in the pickle. */
  get offset(): number {
    return this.base + this.start;
  }

  /** Bytes of the opcode with its operand. */
  get size(): number {
    return this.position - this.start;
  }

  /** Bytes of the pickle from `position` on. */
  get rest(): number {
    return this.bytes.length + this.#beyond - this.position;
  }

  /**
   * Reads one opcode and gives its byte.
   *
   * @throws CodecError `BAD_PICKLE` when the bytes end too early, the byte is no opcode or a length is negative.
   */
  next(): number {
    if (this.#beyond > 0 && this.position + HEAD_BYTES > this.bytes.length) this.#move(this.position);
    const { bytes, position } = this;
    if (position >= bytes.length) throw badPickle('The pickle ends without STOP', this.base + position);
    const opcode = bytes[position] as number;
    const layout = OPERAND[opcode] as number;
    this.start = position;
    this.operand = position + 1;
    if (layout <= 8) this.#take(layout);
    else this.#takeVariable(opcode, layout);
    return opcode;
  }

  /** The operand as an unsigned little-endian number of 1 or 4 bytes. */
  unsigned(): number {
    const { bytes, operand, operandLength } = this;
    return operandLength === 1 ? (bytes[operand] as number) : this.#unsigned32(operand);
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
    if (end > this.bytes.length && end > this.bytes.length + this.#beyond) {
      const name = opcodeName(this.bytes[this.start] as number);
      throw badPickle(`${name} needs ${length} bytes, but the pickle ends`, this.offset);
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
        throw badPickle(`${opcodeName(opcode)} has a negative length`, this.offset);
      }
      this.operand = operand + 4;
      this.#take(length);
    } else if (layout === Operand.LENGTH_8) {
      this.#take(8);
      this.operand = operand + 8;
      this.#take(this.#unsigned32(operand) + this.#unsigned32(operand + 4) * 2 ** 32);
    } else if (layout === Operand.LINE || layout === Operand.TWO_LINES) {
      this.lineBegin = bytes[operand];
      let end = this.#lineEnd(operand, opcode);
      if (layout === Operand.TWO_LINES) end = this.#lineEnd(end + 1, opcode);
      this.operandLength = end - this.operand;
      this.position = end + 1;
    } else {
      throw badPickle(`0x${opcode.toString(16).padStart(2, '0')} is no pickle opcode`, this.offset);
    }
  }

  #lineEnd(from: number, opcode: number): number {
    const { bytes } = this;
    const near = Math.min(from + SHORT_LINE, bytes.length);
    for (let at = from; at < near; at++) if (bytes[at] === LINE_FEED) return at;
    const end = bytes.indexOf(LINE_FEED, near);
    return end < 0 ? this.#farLineEnd(from, opcode) : end;
  }

  /** The end of a line that is not in the window: first the whole window is the opcode's, then it goes on without it. */
  #farLineEnd(from: number, opcode: number): number {
    if (this.#beyond > 0 && this.start > 0) {
      const { start } = this;
      this.#move(start);
      return this.#lineEnd(from - start, opcode);
    }
    while (this.#beyond > 0) {
      // The line's last byte stays in the window.
      this.#move(this.bytes.length - 1);
      const end = this.bytes.indexOf(LINE_FEED, 1);
      if (end >= 0) return end;
    }
    throw badPickle(`A line of ${opcodeName(opcode)} has no end`, this.offset);
  }

  /** Moves the window by so many bytes. */
  #move(by: number): void {
    const window = this.#window as ByteWindow;
    window.moveTo(this.base + by);
    this.base = window.base;
    this.bytes = window.bytes;
    this.#beyond = window.beyond;
    this.position -= by;
    this.start -= by;
    this.operand -= by;
  }

  #unsigned32(at: number): number {
    const { bytes } = this;
    const high = (bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8);
    return ((bytes[at] as number) | ((bytes[at + 1] as number) << 8)) + high * 65536;
  }
}
