import { Edit, type EditList } from './edit-list.ts';
import { MemoSlots } from './memo-slots.ts';
import { OpcodeReader } from './opcode-reader.ts';
import { OPERAND, Op, Operand } from './opcodes.ts';
import { textIndex } from './text-operand.ts';

const BY_LENGTH = 255;
/** By opcode: 1 for what a relocation edits. */
const EDITED = new Uint8Array(256);
for (const opcode of [
  ...[Op.MEMOIZE, Op.BINPUT, Op.LONG_BINPUT, Op.PUT, Op.BINGET, Op.LONG_BINGET, Op.GET],
  ...[Op.FRAME, Op.PROTO, Op.STOP],
]) {
  EDITED[opcode] = 1;
}
/** By opcode that stays: its size, or `BY_LENGTH` when a byte says the length; 0 for all others. */
const SIZES = Uint8Array.from({ length: 256 }, (_, code) => {
  const layout = OPERAND[code] as number;
  if (EDITED[code] === 1) return 0;
  if (layout <= 8) return layout + 1;
  return layout === Operand.LENGTH_1 ? BY_LENGTH : 0;
});

/** Finds the edits of a pickle that was scanned before, some opcodes at a time: what a scan did not keep. */
export class EditWalker {
  readonly #reader: OpcodeReader;
  readonly #edits: EditList;
  readonly #memo = new MemoSlots();

  constructor(pickle: Uint8Array, edits: EditList) {
    this.#reader = new OpcodeReader(pickle);
    this.#edits = edits;
  }

  /** Offset of the next opcode to look at. */
  get position(): number {
    return this.#reader.position;
  }

  /**
   * Adds the edits of so many more opcodes; true when STOP was reached.
   *
   * @throws CodecError `BAD_PICKLE` when the bytes end before that.
   */
  step(opcodes: number): boolean {
    const reader = this.#reader;
    const { bytes } = reader;
    for (let left = opcodes; left > 0; left--) {
      const { position } = reader;
      const size = SIZES[bytes[position] as number];
      if (size) {
        reader.position = position + (size === BY_LENGTH ? 2 + (bytes[position + 1] as number) : size);
        continue;
      }
      if (bytes[position] === Op.MEMOIZE && this.#memo.isDense) {
        this.#memo.memoize(1);
        reader.position++;
        continue;
      }
      const opcode = reader.next();
      if (EDITED[opcode] === 1) this.#edit(opcode);
      if (opcode === Op.STOP) return true;
    }
    return false;
  }

  #edit(opcode: number): void {
    const reader = this.#reader;
    switch (opcode) {
      case Op.BINGET:
      case Op.LONG_BINGET:
        this.#add(Edit.GET, this.#memo.slotOf(reader.unsigned()));
        break;
      case Op.GET:
        this.#add(Edit.GET, this.#memo.slotOf(textIndex(reader)));
        break;
      case Op.MEMOIZE:
        this.#put(this.#memo.count, true);
        break;
      case Op.BINPUT:
      case Op.LONG_BINPUT:
        this.#put(reader.unsigned(), false);
        break;
      case Op.PUT:
        this.#put(textIndex(reader), false);
        break;
      case Op.PROTO:
        if (reader.start === 0) this.#add(Edit.CUT, 0);
        else this.#add(Edit.PROTO, reader.unsigned());
        break;
      default:
        this.#add(Edit.CUT, 0);
    }
  }

  #put(index: number, memoize: boolean): void {
    const next = this.#memo.count;
    const slot = this.#memo.put(index);
    if (slot !== next) this.#add(Edit.PUT, slot);
    else if (!memoize) this.#add(Edit.MEMOIZE, slot);
  }

  #add(kind: number, slot: number): void {
    const { start, position } = this.#reader;
    this.#edits.add(start, position - start, kind, slot);
  }
}
