import type { ByteWindow } from '../byte-window.ts';
import { pushedValue } from './abstract-push.ts';
import { AbstractStack } from './abstract-stack.ts';
import {
  type AbstractValue,
  abstractCall,
  abstractTuple,
  type ImportValue,
  Known,
} from './abstract-value.ts';
import { translateLegacyName } from './legacy-names.ts';
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
  readonly #stack = new AbstractStack();
  #protocol = 0;
  #done = false;

  constructor(bytes: Uint8Array | ByteWindow, listener?: AbstractListener) {
    this.#reader = new OpcodeReader(bytes);
    this.#listener = listener;
  }

  /** The value that STOP gives back. */
  get result(): AbstractValue {
    return this.#stack.top;
  }

  /** What lies at the bottom of the stack so far; a mark counts as a tuple begun. */
  get bottom(): AbstractValue {
    return this.#stack.bottom;
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
    const stack = this.#stack;
    switch (opcode) {
      case Op.MEMOIZE:
        stack.put();
        break;
      case Op.BINPUT:
      case Op.LONG_BINPUT:
        stack.put(reader.unsigned());
        break;
      case Op.PUT:
        stack.put(textIndex(reader));
        break;
      case Op.BINGET:
      case Op.LONG_BINGET:
        stack.get(reader.unsigned());
        break;
      case Op.GET:
        stack.get(textIndex(reader));
        break;
      case Op.MARK:
        stack.mark();
        break;
      case Op.POP:
        stack.popOrUnmark();
        break;
      case Op.POP_MARK:
        stack.takeToMark();
        break;
      case Op.DUP:
        stack.push(stack.top);
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
        stack.takeToMark();
        stack.push(Known.LIST);
        break;
      case Op.DICT:
        stack.takeToMark();
        stack.push(Known.DICT);
        break;
      case Op.FROZENSET:
        stack.takeToMark();
        stack.push(Known.FROZENSET);
        break;
      case Op.TUPLE:
        stack.push(abstractTuple(stack.takeToMark()));
        break;
      case Op.TUPLE1:
      case Op.TUPLE2:
      case Op.TUPLE3:
        stack.push(abstractTuple(stack.take(opcode - Op.TUPLE1 + 1)));
        break;
      case Op.APPENDS:
      case Op.SETITEMS:
      case Op.ADDITEMS:
        stack.takeToMark();
        this.#change(opcode);
        break;
      case Op.APPEND:
        stack.pop();
        this.#change(opcode);
        break;
      case Op.SETITEM:
        stack.take(2);
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
        stack.push(this.#importNamed(stack.take(2)));
        break;
      case Op.INST:
        this.#call(this.#importLines(), abstractTuple(stack.takeToMark()));
        break;
      case Op.OBJ: {
        const [callee = Known.UNKNOWN, ...args] = stack.takeToMark();
        this.#call(callee, abstractTuple(args));
        break;
      }
      case Op.REDUCE:
      case Op.NEWOBJ: {
        const [callee = Known.UNKNOWN, args = Known.UNKNOWN] = stack.take(2);
        this.#call(callee, args);
        break;
      }
      case Op.NEWOBJ_EX: {
        const [callee = Known.UNKNOWN, args = Known.UNKNOWN] = stack.take(3);
        this.#call(callee, args);
        break;
      }
      case Op.BUILD: {
        const state = stack.pop();
        this.#change(opcode);
        const target = stack.top;
        if (target.type === 'call') target.state = state;
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
    this.#listener?.changed(this.#stack.top, opcodeName(opcode) ?? 'BUILD', this.#reader.start);
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
}
