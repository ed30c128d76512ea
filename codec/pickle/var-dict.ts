import { badPickle } from '../errors.ts';
import type { PickleLimits } from './limits.ts';
import { OpcodeReader } from './opcode-reader.ts';
import { Op, opcodeName } from './opcodes.ts';
import { scanPickle } from './scan.ts';
import { textIndex } from './text-operand.ts';
import { nameOf, readLeaf, utf8ToLatin1, type VarDictValue } from './var-dict-leaf.ts';

export type { VarDictValue } from './var-dict-leaf.ts';

type Item = VarDictValue | 'mark' | 'dict' | 'encode' | 'make-bytes' | readonly VarDictValue[];

/** What Python 3 imports to write bytes below protocol 3. */
const CALLABLES: ReadonlyMap<string, Item> = new Map<string, Item>([
  ['_codecs encode', 'encode'],
  ['__builtin__ bytes', 'make-bytes'],
]);

const LATIN1 = Buffer.from('latin1');

/**
 * Reads a pickled dict of texts to texts or bytes, the argument of PyMiner's `write_var_dic`, of any protocol
 * 0 to 5. Nothing is executed and nothing but this shape is accepted; big values are not copied.
 *
 * Below protocol 3 Python writes bytes as a call of `_codecs.encode(text, 'latin1')`, or `bytes()` for none: these
 * two are understood. A repeated name keeps its place and takes the later value, as in Python.
 *
 * @throws CodecError `BAD_PICKLE` for a broken pickle, another shape, or a name that is not valid UTF-8;
 * `TOO_LARGE` beyond a limit.
 */
export function readVarDict(bytes: Uint8Array, limits?: Partial<PickleLimits>): Map<string, VarDictValue> {
  scanPickle(bytes, limits);
  return new VarDictReader(bytes).read();
}

/** A pickle machine for this one shape. The scan has checked the stack and the memo before it runs. */
class VarDictReader {
  readonly #entries = new Map<string, VarDictValue>();
  readonly #reader: OpcodeReader;
  readonly #stack: Item[] = [];
  readonly #memo = new Map<number, Item>();

  constructor(bytes: Uint8Array) {
    this.#reader = new OpcodeReader(bytes);
  }

  read(): Map<string, VarDictValue> {
    const reader = this.#reader;
    for (let opcode = reader.next(); opcode !== Op.STOP; opcode = reader.next()) this.#execute(opcode);
    if (this.#stack.pop() !== 'dict') throw this.#misfit();
    return this.#entries;
  }

  #execute(opcode: number): void {
    const reader = this.#reader;
    const leaf = readLeaf(reader, opcode);
    if (leaf) {
      this.#stack.push(leaf);
      return;
    }
    switch (opcode) {
      case Op.PROTO:
      case Op.FRAME:
        break;
      case Op.MEMOIZE:
        this.#memo.set(this.#memo.size, this.#top());
        break;
      case Op.BINPUT:
      case Op.LONG_BINPUT:
        this.#memo.set(reader.unsigned(), this.#top());
        break;
      case Op.PUT:
        this.#memo.set(textIndex(reader), this.#top());
        break;
      case Op.BINGET:
      case Op.LONG_BINGET:
        this.#recall(reader.unsigned());
        break;
      case Op.GET:
        this.#recall(textIndex(reader));
        break;
      case Op.MARK:
        this.#stack.push('mark');
        break;
      case Op.EMPTY_DICT:
        this.#openDict();
        break;
      case Op.DICT:
        this.#setItems(this.#aboveMark());
        this.#openDict();
        break;
      case Op.SETITEM:
        this.#setItems(this.#stack.splice(-2));
        this.#expectDict();
        break;
      case Op.SETITEMS:
        this.#setItems(this.#aboveMark());
        this.#expectDict();
        break;
      default:
        this.#executeCall(opcode);
    }
  }

  /** The opcodes that the bytes of protocols 0 to 2 need. */
  #executeCall(opcode: number): void {
    if (opcode === Op.GLOBAL) {
      const name = Buffer.from(this.#reader.payload()).toString('latin1').replace('\n', ' ');
      const callable = CALLABLES.get(name);
      if (callable === undefined) throw this.#misfit(name);
      this.#stack.push(callable);
    } else if (opcode === Op.EMPTY_TUPLE) this.#stack.push([]);
    else if (opcode === Op.TUPLE) this.#stack.push(this.#aboveMark().map((item) => this.#leaf(item)));
    else if (opcode === Op.TUPLE2) this.#stack.push(this.#stack.splice(-2).map((item) => this.#leaf(item)));
    else if (opcode === Op.REDUCE) this.#call();
    else throw this.#misfit();
  }

  #call(): void {
    const [callable, args] = this.#stack.splice(-2);
    if (!Array.isArray(args)) throw this.#misfit();
    const [text, codec]: (VarDictValue | undefined)[] = args;
    if (callable === 'make-bytes' && args.length === 0) {
      this.#stack.push({ kind: 'bytes', data: new Uint8Array(0) });
    } else if (
      callable === 'encode' &&
      args.length === 2 &&
      text?.kind === 'text' &&
      codec?.kind === 'text' &&
      Buffer.from(codec.data).equals(LATIN1)
    ) {
      this.#stack.push({ kind: 'bytes', data: utf8ToLatin1(text.data, this.#reader.start) });
    } else throw this.#misfit();
  }

  #openDict(): void {
    if (this.#stack.length > 0) throw this.#misfit();
    this.#stack.push('dict');
  }

  #expectDict(): void {
    if (this.#stack.length !== 1 || this.#top() !== 'dict') throw this.#misfit();
  }

  #setItems(items: readonly Item[]): void {
    for (let at = 0; at < items.length; at += 2) {
      const key = this.#leaf(items[at]);
      if (key.kind !== 'text') throw this.#misfit('a name that is bytes');
      this.#entries.set(nameOf(key.data, this.#reader.start), this.#leaf(items[at + 1]));
    }
  }

  #aboveMark(): Item[] {
    const items = this.#stack.splice(this.#stack.lastIndexOf('mark'));
    return items.slice(1);
  }

  #recall(index: number): void {
    const item = this.#memo.get(index);
    if (item === undefined) throw this.#misfit();
    this.#stack.push(item);
  }

  #top(): Item {
    const top = this.#stack.at(-1);
    if (top === undefined || top === 'mark') throw this.#misfit();
    return top;
  }

  #leaf(item: Item | undefined): VarDictValue {
    if (typeof item !== 'object' || !('kind' in item)) throw this.#misfit();
    return item;
  }

  #misfit(found?: string): Error {
    const { bytes, start } = this.#reader;
    const what = found ?? opcodeName(bytes[start] as number);
    return badPickle(`Not a pickled dict of names to texts or bytes: found ${what}`, start);
  }
}
