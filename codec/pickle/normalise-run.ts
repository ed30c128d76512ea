import type { MemoSlots } from './memo-slots.ts';
import { BY_LENGTH } from './normalise-tables.ts';
import { Op } from './opcodes.ts';
import type { SlotSet } from './slot-set.ts';

/** Runs of fewer items are no quicker than single opcodes. */
const LEAST_ITEMS = 3;

/** By opcode of an item of a run: its size, or `BY_LENGTH` when a byte says the length. BINUNICODE is one too. */
const SIZES = new Uint8Array(256);
for (const [opcode, size] of [
  [Op.NONE, 1],
  [Op.NEWTRUE, 1],
  [Op.NEWFALSE, 1],
  [Op.BININT1, 2],
  [Op.BININT2, 3],
  [Op.BININT, 5],
  [Op.BINFLOAT, 9],
  [Op.LONG1, BY_LENGTH],
  [Op.SHORT_BINUNICODE, BY_LENGTH],
] as const) {
  SIZES[opcode] = size;
}

/** By opcode that takes all items down to a mark as they are: 1. */
const TAKES_ITEMS = new Uint8Array(256);
for (const opcode of [
  ...[Op.LIST, Op.TUPLE, Op.DICT, Op.FROZENSET],
  ...[Op.APPENDS, Op.SETITEMS, Op.ADDITEMS],
]) {
  TAKES_ITEMS[opcode] = 1;
}

/**
 * Finds runs: all that lies between a mark and the opcode that takes it, where that is nothing but numbers, texts, booleans
 * and None, which nothing refers to later. Batches that a list is extended by one after another are one run, so that its
 * length is known before it is made. Most of a big pickle is in runs; `decode-items.ts` reads one at a time.
 */
export class ItemRun {
  count = 0;
  /** Offset of the opcode that takes the (last) mark. */
  end = 0;

  /**
   * Looks for a run that begins at an offset, just after a MARK; true when there is one. Its puts are then in `memo`.
   *
   * @param used the memo slots that the pickle gets
   */
  find(bytes: Uint8Array, from: number, memo: MemoSlots, used: SlotSet): boolean {
    if (SIZES[bytes[from] as number] === 0 && bytes[from] !== Op.BINUNICODE) return false;
    if (!memo.isDense) return false;
    const first = memo.count;
    let slot = first;
    let position = from;
    let count = 0;
    // As far as it is a run for certain.
    let end = 0;
    let endSlot = first;
    for (;;) {
      const opcode = bytes[position] as number;
      const size = SIZES[opcode] as number;
      if (size === BY_LENGTH) {
        position += 2 + (bytes[position + 1] as number);
        count++;
      } else if (size !== 0) {
        position += size;
        count++;
      } else if (opcode === Op.MEMOIZE || opcode === Op.BINPUT || opcode === Op.LONG_BINPUT) {
        if (opcode === Op.BINPUT && bytes[position + 1] !== slot) break;
        if (opcode === Op.LONG_BINPUT && unsigned32(bytes, position + 1) !== slot) break;
        if (used.has(slot++)) break;
        position += opcode === Op.MEMOIZE ? 1 : opcode === Op.BINPUT ? 2 : 5;
      } else if (opcode === Op.BINUNICODE) {
        position += 5 + unsigned32(bytes, position + 1);
        count++;
      } else if (opcode === Op.FRAME) position += 9;
      else {
        if (TAKES_ITEMS[opcode] !== 1 || count < LEAST_ITEMS) break;
        if (end !== 0 && opcode !== Op.APPENDS) break;
        end = position;
        endSlot = slot;
        this.count = count;
        const next = bytes[end + 1] === Op.FRAME ? end + 10 : end + 1;
        if (opcode !== Op.APPENDS || bytes[next] !== Op.MARK) break;
        position = next + 1;
      }
    }
    if (end === 0) return false;
    memo.memoize(endSlot - first);
    this.end = end;
    return true;
  }
}

function unsigned32(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
  return low + (bytes[at + 3] as number) * 2 ** 24;
}
