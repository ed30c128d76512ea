import { badPickle } from '../errors.ts';
import { integerFromBytes } from './decode-literals.ts';
import { decodeText } from './decode-text.ts';
import { isWhole } from './normalise-opcode.ts';
import { Op } from './opcodes.ts';
import { PyFloat, type PyValue } from './values.ts';

/**
 * The values of a run (`normalise-run.ts`) in the original pickle: so many numbers, texts, booleans and None, perhaps with
 * puts into the memo, which nothing gets, and with the heads of frames between them.
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
    const length = list.length + count;
    let at = from;
    while (list.length < length) {
      switch (bytes[at++]) {
        case Op.BINFLOAT: {
          const value = view.getFloat64(at);
          at += 8;
          if (isWhole(value)) list.push(new PyFloat(value));
          else list.push(value);
          break;
        }
        case Op.BININT:
          list.push(view.getInt32(at, true));
          at += 4;
          break;
        case Op.BININT1:
          list.push(bytes[at++] as number);
          break;
        case Op.BININT2:
          list.push((bytes[at] as number) | ((bytes[at + 1] as number) << 8));
          at += 2;
          break;
        case Op.SHORT_BINUNICODE: {
          const end = at + 1 + (bytes[at] as number);
          list.push(decodeText(bytes, at + 1, end));
          at = end;
          break;
        }
        case Op.BINUNICODE: {
          const end = at + 4 + view.getUint32(at, true);
          list.push(decodeText(bytes, at + 4, end));
          at = end;
          break;
        }
        case Op.LONG1: {
          const end = at + 1 + (bytes[at] as number);
          list.push(integerFromBytes(bytes.subarray(at + 1, end)));
          at = end;
          break;
        }
        case Op.NONE:
          list.push(null);
          break;
        case Op.NEWTRUE:
          list.push(true);
          break;
        case Op.NEWFALSE:
          list.push(false);
          break;
        case Op.MEMOIZE:
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
