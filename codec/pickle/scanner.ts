import type { ByteWindow } from '../byte-window.ts';
import { badPickle } from '../errors.ts';
import { Edit, EditList } from './edit-list.ts';
import { limitPassed, type PickleLimits, pickleLimits } from './limits.ts';
import { MemoSlots } from './memo-slots.ts';
import { OpcodeReader } from './opcode-reader.ts';
import { HIGHEST_PROTOCOL, Op, PROTOCOL } from './opcodes.ts';
import { PlainRun } from './plain-run.ts';
import { RelocationBuilder } from './relocation.ts';
import type { PickleScan } from './scan.ts';
import type { SlotSet } from './slot-set.ts';
import { StackDepth } from './stack-depth.ts';
import { checkTextOperand, textIndex } from './text-operand.ts';

/** Edits kept with a scan; a splice of anything busier walks the pickle again. */
const MAX_KEPT_EDITS = 4096;

/** By opcode byte: 1 when a scan has more to do than to follow the stack. */
const SPECIAL = new Uint8Array(256);
for (const name of [
  ...(['MEMOIZE', 'BINPUT', 'LONG_BINPUT', 'PUT', 'BINGET', 'LONG_BINGET', 'GET', 'MARK'] as const),
  ...(['INT', 'LONG', 'LONG1', 'LONG4', 'FLOAT', 'STRING', 'FRAME', 'PROTO', 'STOP'] as const),
  ...(['GLOBAL', 'STACK_GLOBAL', 'INST', 'EXT1', 'EXT2', 'EXT4'] as const),
  ...(['PERSID', 'BINPERSID', 'NEXT_BUFFER'] as const),
]) {
  SPECIAL[Op[name]] = 1;
}

/**
 * The scan of one pickle, in steps: see `scanPickle` for what it checks.
 *
 * Memory does not depend on the values, only on open marks and on gaps between memo indices.
 */
export class PickleScanner {
  readonly #reader: OpcodeReader;
  readonly #limits: PickleLimits;
  readonly #relocation: RelocationBuilder;
  readonly #memo = new MemoSlots();
  readonly #stack = new StackDepth();
  readonly #run = new PlainRun();
  readonly #used: SlotSet | undefined;
  #done = false;
  #opcodes = 0;
  #initialProtocol = 0;
  #protocol = 0;
  #opcodeProtocol = 0;
  #changesProtocol = false;
  #globals = false;
  #legacyGlobals = false;
  #buffers = 0;
  #persistentIds = false;
  #extensions = false;
  #frameEnd = 0;
  #frameViolation: number | undefined;

  /**
   * @param bytes the pickle, or a window that moves on over it and holds the `longestLine`.
   * @param edits where the edits of a relocation go; the owner may empty it between steps.
   * @param used where the memo slots go that the pickle gets.
   * @throws CodecError `TOO_LARGE` for more bytes than the limit.
   */
  constructor(
    bytes: Uint8Array | ByteWindow,
    limits?: Partial<PickleLimits>,
    edits?: EditList,
    used?: SlotSet,
  ) {
    this.#limits = pickleLimits(limits);
    if (bytes.length > this.#limits.maxBytes) throw limitPassed('maxBytes', this.#limits.maxBytes);
    this.#reader = new OpcodeReader(bytes);
    this.#used = used;
    this.#relocation = new RelocationBuilder(edits ?? new EditList(MAX_KEPT_EDITS));
  }

  /** Offset of the next opcode to look at. */
  get position(): number {
    return this.#reader.base + this.#reader.position;
  }

  /**
   * Looks at up to `maxOpcodes` more opcodes; true when STOP was reached.
   *
   * @throws CodecError `BAD_PICKLE` or `TOO_LARGE`.
   */
  step(maxOpcodes: number): boolean {
    const reader = this.#reader;
    for (let left = maxOpcodes; left > 0 && !this.#done; left--) {
      if (this.#run.starts(reader, this.#opcodeProtocol)) left -= this.#plainRun(left - 1);
      const opcode = reader.next();
      if (++this.#opcodes > this.#limits.maxOpcodes) throw this.#over('maxOpcodes');
      this.#stack.apply(opcode, reader.offset);
      if ((PROTOCOL[opcode] as number) > this.#opcodeProtocol)
        this.#opcodeProtocol = PROTOCOL[opcode] as number;
      const frameEnd = this.#frameEnd - reader.base;
      if (frameEnd > reader.start && frameEnd < reader.position) this.#frameViolation ??= reader.offset;
      if (SPECIAL[opcode] === 1) this.#special(opcode);
    }
    return this.#done;
  }

  /** The findings, once `step` has returned true. */
  get result(): PickleScan {
    if (!this.#done) throw new Error('The scan has not reached STOP yet');
    const { position } = this;
    return {
      end: position,
      trailing: this.#reader.rest,
      opcodes: this.#opcodes,
      protocol: this.#initialProtocol,
      lastProtocol: this.#protocol,
      changesProtocol: this.#changesProtocol,
      opcodeProtocol: this.#opcodeProtocol,
      memoCount: this.#memo.count,
      hasGlobals: this.#globals,
      hasLegacyGlobals: this.#legacyGlobals,
      needs: { buffers: this.#buffers, persistentIds: this.#persistentIds, extensions: this.#extensions },
      frameViolation: this.#frameViolation,
      relocation: this.#relocation.finish(position),
    };
  }

  /** Goes over what needs no closer look; gives the number of opcodes. */
  #plainRun(maxOpcodes: number): number {
    const run = this.#run;
    const { position, bytes, base } = this.#reader;
    const frameEnd = this.#frameEnd - base;
    const end = frameEnd > position ? Math.min(frameEnd, bytes.length) : bytes.length;
    const memoize = this.#memo.isDense && this.#opcodeProtocol >= (PROTOCOL[Op.MEMOIZE] as number);
    run.read(this.#reader, end, this.#opcodeProtocol, memoize, maxOpcodes);
    this.#stack.depth += run.objects;
    this.#memo.memoize(run.memoized);
    this.#opcodes += run.opcodes;
    if (this.#opcodes > this.#limits.maxOpcodes) throw this.#over('maxOpcodes');
    if (this.#memo.count > this.#limits.maxMemo) throw this.#over('maxMemo');
    return run.opcodes;
  }

  #special(opcode: number): void {
    const reader = this.#reader;
    switch (opcode) {
      case Op.MEMOIZE:
        this.#put(this.#memo.count, true);
        break;
      case Op.BINPUT:
      case Op.LONG_BINPUT:
        this.#put(reader.unsigned(), false);
        break;
      case Op.BINGET:
      case Op.LONG_BINGET:
        this.#get(reader.unsigned());
        break;
      case Op.PUT:
        this.#put(textIndex(reader), false);
        break;
      case Op.GET:
        this.#get(textIndex(reader));
        break;
      case Op.MARK:
        if (this.#stack.openMarks > this.#limits.maxDepth) throw this.#over('maxDepth');
        break;
      case Op.LONG1:
      case Op.LONG4:
        if (reader.operandLength > this.#limits.maxIntegerBytes) throw this.#over('maxIntegerBytes');
        break;
      case Op.FRAME:
        this.#frame(reader.unsigned64());
        break;
      case Op.PROTO:
        this.#proto(reader.unsigned());
        break;
      case Op.STOP:
        this.#stop();
        break;
      case Op.NEXT_BUFFER:
        this.#buffers++;
        break;
      case Op.PERSID:
      case Op.BINPERSID:
        this.#persistentIds = true;
        break;
      case Op.INT:
      case Op.LONG:
      case Op.FLOAT:
      case Op.STRING:
        checkTextOperand(reader, opcode, this.#limits);
        break;
      default:
        this.#import(opcode);
        break;
    }
  }

  #import(opcode: number): void {
    this.#globals = true;
    if (opcode === Op.EXT1 || opcode === Op.EXT2 || opcode === Op.EXT4) this.#extensions = true;
    if (this.#protocol < 3 && !this.#changesProtocol) this.#legacyGlobals = true;
  }

  #put(index: number, memoize: boolean): void {
    const { offset, size } = this.#reader;
    const next = this.#memo.count;
    const slot = this.#memo.put(index);
    if (this.#memo.count > this.#limits.maxMemo || this.#memo.exhausted) throw this.#over('maxMemo');
    if (slot !== next) this.#relocation.reference(offset, size, Edit.PUT, slot);
    else if (!memoize) this.#relocation.memoize(offset, size, slot);
  }

  #get(index: number): void {
    const { offset, size } = this.#reader;
    const slot = this.#memo.slotOf(index);
    if (slot < 0) throw badPickle(`Nothing was put into the memo at index ${index}`, offset);
    this.#used?.add(slot);
    this.#relocation.reference(offset, size, Edit.GET, slot);
  }

  #frame(length: number): void {
    const { offset, size, rest } = this.#reader;
    if (length > rest) throw badPickle(`A frame of ${length} bytes exceeds the pickle`, offset);
    if (this.#frameEnd > offset + size) this.#frameViolation ??= offset;
    this.#frameEnd = offset + size + length;
    this.#relocation.cut(offset, size);
  }

  #proto(protocol: number): void {
    const { offset, size } = this.#reader;
    if (protocol > HIGHEST_PROTOCOL) throw badPickle(`Pickle protocol ${protocol} is unknown`, offset);
    this.#protocol = protocol;
    if (offset === 0) {
      this.#initialProtocol = protocol;
      this.#relocation.cut(offset, size);
    } else {
      this.#changesProtocol = true;
      this.#relocation.protocol(offset, size, protocol);
    }
  }

  #stop(): void {
    const { offset } = this.#reader;
    if (this.#stack.openMarks > 0) throw badPickle('STOP finds a mark that was never closed', offset);
    if (this.#stack.depth > 0) throw badPickle('STOP finds more than one object on the stack', offset);
    this.#relocation.cut(offset, 1);
    this.#done = true;
  }

  #over(limit: keyof PickleLimits): Error {
    return limitPassed(limit, this.#limits[limit], this.#reader.offset);
  }
}
