import { badPickle } from '../errors.ts';
import { integerFromBytes } from './decode-literals.ts';
import { decodeText } from './decode-text.ts';
import { isWhole } from './normalise-opcode.ts';
import { Op } from './opcodes.ts';
import { PyFloat, type PyValue } from './values.ts';

/** Lists of so many values are made at their full length. */
const LONG_LIST = 4096;

/**
 * The values of a run (`normalise-run.ts`) in the original pickle: so many numbers, texts, booleans and None, perhaps with
 * puts into the memo, which nothing gets, with the heads of frames, and with the ends and beginnings of batches between them.
 */
export class ItemDecoder {
  readonly #bytes: Buffer;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /**
   * Appends so many values to a list, and gives it back. Each opcode has a store of its own, since one for all would make
   * an object of every number.
   *
   * @throws CodecError `BAD_PICKLE` for text that is not UTF-8.
   */
  decode(from: number, count: number, list: PyValue[]): PyValue[] {
    const bytes = this.#bytes;
    const view = this.#view;
    let i = list.length;
    const length = i + count;
    // What is appended to a long list one by one moves all of it again and again.
    if (i === 0 && count >= LONG_LIST) list.length = count;
    let at = from;
    while (i < length) {
      switch (bytes[at++]) {
        case Op.BINFLOAT: {
          const value = view.getFloat64(at);
          at += 8;
          if (isWhole(value)) list[i++] = new PyFloat(value);
          else list[i++] = value;
          break;
        }
        case Op.BININT:
          list[i++] = view.getInt32(at, true);
          at += 4;
          break;
        case Op.BININT1:
          list[i++] = bytes[at++] as number;
          break;
        case Op.BININT2:
          list[i++] = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
          at += 2;
          break;
        case Op.SHORT_BINUNICODE: {
          const end = at + 1 + (bytes[at] as number);
          list[i++] = decodeText(bytes, at + 1, end);
          at = end;
          break;
        }
        case Op.BINUNICODE: {
          const end = at + 4 + view.getUint32(at, true);
          list[i++] = decodeText(bytes, at + 4, end);
          at = end;
          break;
        }
        case Op.LONG1: {
          const end = at + 1 + (bytes[at] as number);
          list[i++] = integerFromBytes(bytes.subarray(at + 1, end));
          at = end;
          break;
        }
        case Op.NONE:
          list[i++] = null;
          break;
        case Op.NEWTRUE:
          list[i++] = true;
          break;
        case Op.NEWFALSE:
          list[i++] = false;
          break;
        case Op.MEMOIZE:
        case Op.APPENDS:
        case Op.MARK:
          break;
        case Op.BINPUT:
          at++;
          break;
        case Op.LONG_BINPUT:
          at += 4;
          break;
        case Op.FRAME:
          at += 8;
          break;
        default:
          throw badPickle('A run of items has something else in it', at - 1);
      }
    }
    return list;
  }
}
