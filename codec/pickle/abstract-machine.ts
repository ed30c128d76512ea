import { pushedValue } from './abstract-push.ts';
import {
  type AbstractValue,
  abstractCall,
  abstractTuple,
  type ImportValue,
  Known,
} from './abstract-value.ts';
import { translateLegacyName } from './legacy-names.ts';
import { MemoSlots } from './memo-slots.ts';
import { OpcodeReader } from './opcode-reader.ts';
import { Op, type OpcodeName, opcodeName } from './opcodes.ts';
import { textIndex } from './text-operand.ts';

/** Told of everything in a pickle that could make an unpickler do more than build plain values. */
export interface AbstractListener {
  imported(value: ImportValue, offset: number): void;
  /** A call of `callee`, by REDUCE, NEWOBJ, NEWOBJ_EX, OBJ or INST. */
  called(callee: AbstractValue, args: AbstractValue, offset: number): void;
  /** BUILD, or adding an item, on `target`. */
  changed(target: AbstractValue, opcode: OpcodeName, offset: number): void;
  /** Something whose effect depends on the reader: what it is. */
  opaque(what: string, offset: number): void;
}

/**
 * Runs a pickle on abstract values: stack, marks and memo exactly as CPython's, but nothing is imported, called or
 * built. Feed it only what `scanPickle` accepts when the outcome must be exact; on anything else it stays harmless
 * and gives unknown values.
 */
export class AbstractMachine {
  readonly #reader: OpcodeReader;
  readonly #listener: AbstractListener | undefined;
  #stack: AbstractValue[] = [];
  readonly #marks: number[] = [];
  readonly #slots = new MemoSlots();
  readonly #memo: AbstractValue[] = [];
  #protocol = 0;
  #done = false;

  constructor(bytes: Uint8Array, listener?: AbstractListener) {
    this.#reader = new OpcodeReader(bytes);
    this.#listener = listener;
  }

  /** The value that STOP gives back. */
  get result(): AbstractValue {
    return this.#stack.at(-1) ?? Known.UNKNOWN;
  }

  /** What lies at the bottom of the stack so far; a mark counts as a tuple begun. */
  get bottom(): AbstractValue {
    return this.#marks[0] === 0 ? abstractTuple([]) : (this.#stack[0] ?? Known.UNKNOWN);
  }

  /**
   * Runs up to `maxOpcodes` more opcodes; true when STOP was reached.
   *
   * @throws CodecError `BAD_PICKLE` when the bytes end too early or an opcode is unknown.
   */
  step(maxOpcodes: number): boolean {
    const reader = this.#reader;
    for (let left = maxOpcodes; left > 0 && !this.#done; left--) {
      const opcode = reader.next();
      const pushed = pushedValue(reader, opcode);
      if (pushed) this.#stack.push(pushed);
      else this.#execute(opcode);
    }
    return this.#done;
  }

  #execute(opcode: number): void {
    const reader = this.#reader;
    switch (opcode) {
      case Op.MEMOIZE:
        this.#put(this.#slots.count);
        break;
      case Op.BINPUT:
      case Op.LONG_BINPUT:
        this.#put(reader.unsigned());
        break;
      case Op.PUT:
        this.#put(textIndex(reader));
        break;
      case Op.BINGET:
      case Op.LONG_BINGET:
        this.#get(reader.unsigned());
        break;
      case Op.GET:
        this.#get(textIndex(reader));
        break;
      case Op.MARK:
        this.#marks.push(this.#stack.length);
        break;
      case Op.POP:
        if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
        else this.#stack.pop();
        break;
      case Op.POP_MARK:
        this.#aboveMark();
        break;
      case Op.DUP:
        this.#stack.push(this.#stack.at(-1) ?? Known.UNKNOWN);
        break;
      case Op.PROTO:
        this.#protocol = reader.unsigned();
        break;
      case Op.STOP:
        this.#done = true;
        break;
      case Op.FRAME:
        break;
      default:
        this.#build(opcode);
    }
  }

  #build(opcode: number): void {
    const stack = this.#stack;
    switch (opcode) {
      case Op.LIST:
        this.#aboveMark();
        stack.push(Known.LIST);
        break;
      case Op.DICT:
        this.#aboveMark();
        stack.push(Known.DICT);
        break;
      case Op.FROZENSET:
        this.#aboveMark();
        stack.push(Known.FROZENSET);
        break;
      case Op.TUPLE:
        stack.push(abstractTuple(this.#aboveMark()));
        break;
      case Op.TUPLE1:
      case Op.TUPLE2:
      case Op.TUPLE3:
        stack.push(abstractTuple(stack.splice(-(opcode - Op.TUPLE1 + 1))));
        break;
      case Op.APPENDS:
      case Op.SETITEMS:
      case Op.ADDITEMS:
        this.#aboveMark();
        this.#change(opcode);
        break;
      case Op.APPEND:
        stack.pop();
        this.#change(opcode);
        break;
      case Op.SETITEM:
        stack.splice(-2);
        this.#change(opcode);
        break;
      default:
        this.#act(opcode);
    }
  }

  #act(opcode: number): void {
    const stack = this.#stack;
    switch (opcode) {
      case Op.GLOBAL:
        stack.push(this.#importLines());
        break;
      case Op.STACK_GLOBAL:
        stack.push(this.#importNamed(stack.splice(-2)));
        break;
      case Op.INST:
        this.#call(this.#importLines(), abstractTuple(this.#aboveMark()));
        break;
      case Op.OBJ: {
        const [callee = Known.UNKNOWN, ...args] = this.#aboveMark();
        this.#call(callee, abstractTuple(args));
        break;
      }
      case Op.REDUCE:
      case Op.NEWOBJ: {
        const [callee = Known.UNKNOWN, args = Known.UNKNOWN] = stack.splice(-2);
        this.#call(callee, args);
        break;
      }
      case Op.NEWOBJ_EX: {
        const [callee = Known.UNKNOWN, args = Known.UNKNOWN] = stack.splice(-3);
        this.#call(callee, args);
        break;
      }
      case Op.BUILD: {
        const state = stack.pop() ?? Known.UNKNOWN;
        this.#change(opcode);
        const target = stack.at(-1);
        if (target?.type === 'call') target.state = state;
        break;
      }
      case Op.READONLY_BUFFER:
        break;
      default:
        this.#actOutside(opcode);
    }
  }

  /** PERSID, BINPERSID, EXT1, EXT2, EXT4 and NEXT_BUFFER: what comes is up to the reader. */
  #actOutside(opcode: number): void {
    if (opcode === Op.BINPERSID) this.#stack.pop();
    this.#listener?.opaque(`${opcodeName(opcode)} gives whatever the reader has for it`, this.#reader.start);
    this.#stack.push(Known.UNKNOWN);
  }

  #change(opcode: number): void {
    const target = this.#stack.at(-1) ?? Known.UNKNOWN;
    this.#listener?.changed(target, opcodeName(opcode) ?? 'BUILD', this.#reader.start);
  }

  #call(callee: AbstractValue, args: AbstractValue): void {
    this.#listener?.called(callee, args, this.#reader.start);
    this.#stack.push(abstractCall(callee, args));
  }

  #importLines(): AbstractValue {
    const [module = '', name = ''] = Buffer.from(this.#reader.payload()).toString('utf8').split('\n');
    return this.#import(module, name);
  }

  #importNamed([module, name]: AbstractValue[]): AbstractValue {
    if (
      module?.type === 'text' &&
      name?.type === 'text' &&
      module.text !== undefined &&
      name.text !== undefined
    ) {
      return this.#import(module.text, name.text);
    }
    this.#listener?.opaque('STACK_GLOBAL imports by a name that is not a literal', this.#reader.start);
    return Known.UNKNOWN;
  }

  #import(module: string, name: string): AbstractValue {
    const [module3, name3] = this.#protocol < 3 ? translateLegacyName(module, name) : [module, name];
    const value: ImportValue = { type: 'import', module: module3, name: name3 };
    this.#listener?.imported(value, this.#reader.start);
    return value;
  }

  #put(index: number): void {
    this.#memo[this.#slots.put(index)] = this.#stack.at(-1) ?? Known.UNKNOWN;
  }

  #get(index: number): void {
    this.#stack.push(this.#memo[this.#slots.slotOf(index)] ?? Known.UNKNOWN);
  }

  #aboveMark(): AbstractValue[] {
    return this.#stack.splice(this.#marks.pop() ?? 0);
  }
}
