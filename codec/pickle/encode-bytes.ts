const LEAST_SIZE = 1024;
const MOST_AT_FIRST = 2 ** 24;
const LARGEST_BLOCK = 2 ** 20;
/** Payloads from this size up are not copied until the end. */
export const APART = 64 * 1024;

/** Bytes being written: opcodes with their operands, in blocks that are gathered at the end. */
export class EncodeBytes {
  readonly #chunks: Uint8Array[] = [];
  protected block: Buffer;
  protected view: DataView;
  protected length = 0;
  #start = 0;

  /** @param expected About how many bytes will be written: what is not written to costs no memory. */
  constructor(expected = 0) {
    this.block = Buffer.allocUnsafe(Math.min(Math.max(expected, LEAST_SIZE), MOST_AT_FIRST));
    this.view = viewOf(this.block);
  }

  op(opcode: number): void {
    this.reserve(1);
    this.block[this.length++] = opcode;
  }

  opByte(opcode: number, operand: number): void {
    this.reserve(2);
    this.block[this.length++] = opcode;
    this.block[this.length++] = operand;
  }

  op4(opcode: number, operand: number): void {
    this.reserve(5);
    this.block[this.length] = opcode;
    this.length = this.block.writeUInt32LE(operand, this.length + 1);
  }

  /** Appends bytes as they are; big ones are not copied before `take`. */
  raw(value: Uint8Array): void {
    if (value.length >= APART) {
      this.#cut();
      this.#chunks.push(value);
      return;
    }
    this.reserve(value.length);
    this.block.set(value, this.length);
    this.length += value.length;
  }

  /** All that was written. */
  take(): Buffer {
    if (this.#chunks.length === 0) return this.block.subarray(0, this.length);
    this.#cut();
    return Buffer.concat(this.#chunks);
  }

  #cut(): void {
    if (this.length > this.#start) this.#chunks.push(this.block.subarray(this.#start, this.length));
    this.#start = this.length;
  }

  protected reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.block.length) return;
    this.#cut();
    this.block = Buffer.allocUnsafe(Math.max(more, Math.min(this.block.length * 2, LARGEST_BLOCK)));
    this.view = viewOf(this.block);
    this.#start = 0;
    this.length = 0;
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
