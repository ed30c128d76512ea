import { OpcodeRewriter } from './normalise-opcode.ts';
import { Literal } from './normalise-ops.ts';
import { Outline } from './normalise-outline.ts';
import { NormaliseOutput } from './normalise-output.ts';
import { NormaliseStack } from './normalise-stack.ts';
import { BY_LENGTH, QUICK, STAYS, USES_MEMO } from './normalise-tables.ts';
import { OpcodeReader } from './opcode-reader.ts';
import { GIVES, Op, TAKES } from './opcodes.ts';
import { textIndex } from './text-operand.ts';

/**
 * Like `normalisePickle`, but what is long is left out: for describing a pickle without decoding all of it. Containers hold
 * an `Elided` for what they lack, long texts are `ElidedText`.
 *
 * @param bytes A scanned pickle.
 * @throws CodecError What `normalisePickle` throws; `TOO_LARGE` when so much is left that running it would take long.
 */
export function outlinePickle(bytes: Uint8Array): Buffer {
  return new OutlineWriter(bytes).run();
}

class OutlineWriter {
  readonly #reader: OpcodeReader;
  readonly #out = new NormaliseOutput();
  readonly #rewriter: OpcodeRewriter;
  readonly #stack = new NormaliseStack();
  readonly #outline = new Outline();
  #copied = 0;

  constructor(bytes: Uint8Array) {
    this.#reader = new OpcodeReader(bytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#rewriter = new OpcodeRewriter(this.#reader, view, this.#out, true);
  }

  run(): Buffer {
    const reader = this.#reader;
    for (let opcode = -1; opcode !== Op.STOP; ) {
      if (this.#outline.skipping) this.#skipRun();
      opcode = reader.next();
      if (!this.#leavesOut(opcode)) this.#keep(opcode);
    }
    this.#out.copy(reader.bytes, this.#copied, reader.position);
    return this.#out.take();
  }

  #keep(opcode: number): void {
    const { bytes, start, position } = this.#reader;
    const usesMemo = USES_MEMO[opcode] === 1;
    if (usesMemo || STAYS[opcode] !== 1) {
      this.#out.copy(bytes, this.#copied, start);
      this.#copied = position;
      this.#outline.keepCall();
      if (opcode === Op.POP) {
        this.#out.one(this.#stack.pop());
        return;
      }
      if (usesMemo) this.#remember(opcode);
      else this.#rewriter.rewrite(opcode);
    }
    this.#stack.apply(opcode);
  }

  /** The quick path through a part that is left out. */
  #skipRun(): void {
    const reader = this.#reader;
    const { bytes } = reader;
    const outline = this.#outline;
    const stack = this.#stack;
    const memoizes = outline.isDense;
    let position = reader.position;
    let memoized = 0;
    for (;;) {
      const opcode = bytes[position] as number;
      const size = QUICK[opcode] as number;
      if (opcode === Op.MEMOIZE && memoizes) memoized++;
      else if (opcode === Op.SETITEMS || opcode === Op.APPENDS) {
        if (stack.fences.length === outline.level) break;
        stack.depth = stack.fences.pop() ?? 0;
        outline.reached(stack.depth - 1);
      } else if (opcode === Op.MARK) stack.fences.push(stack.depth);
      else if (size === 0 || (USES_MEMO[opcode] === 1 && GIVES[opcode] === TAKES[opcode])) break;
      else stack.depth++;
      position += size === BY_LENGTH ? 2 + (bytes[position + 1] as number) : size || 1;
    }
    outline.memoize(memoized);
    reader.position = position;
    this.#copied = position;
  }

  /** Whether the outline lacks this opcode; it is then done with. */
  #leavesOut(opcode: number): boolean {
    const { bytes, start, position } = this.#reader;
    const outline = this.#outline;
    const stack = this.#stack;
    if (!outline.skipping) {
      const written = this.#out.length + start - this.#copied;
      if (!outline.begins(opcode, stack.depth, stack.fences, written)) return false;
      this.#out.copy(bytes, this.#copied, start);
    } else if (outline.ends(opcode, stack.depth, stack.fences)) {
      const { drop, elided } = outline.finish(stack.depth);
      for (let i = 0; i < drop; i++) this.#out.one(Op.POP);
      this.#elide(elided);
      return false;
    }
    if (opcode === Op.NEXT_BUFFER) this.#rewriter.skipBuffer();
    if (opcode === Op.POP && stack.markOnTop) stack.fences.pop();
    else stack.apply(opcode);
    outline.reached(stack.depth - (GIVES[opcode] as number));
    if (USES_MEMO[opcode] === 1 && GIVES[opcode] === TAKES[opcode]) outline.put(this.#memoIndex(opcode));
    this.#copied = position;
    return true;
  }

  #elide(count: number): void {
    if (count === 0) return;
    this.#rewriter.literal(Literal.ELIDED);
    this.#out.unsigned32(count);
  }

  #remember(opcode: number): void {
    const outline = this.#outline;
    const index = this.#memoIndex(opcode);
    const isGet = TAKES[opcode] === 0;
    if (isGet && !outline.has(index ?? 0)) {
      this.#elide(1);
      return;
    }
    this.#out.one(isGet ? Op.LONG_BINGET : Op.LONG_BINPUT);
    this.#out.unsigned32(isGet ? (index ?? 0) : outline.put(index));
  }

  #memoIndex(opcode: number): number | undefined {
    if (opcode === Op.MEMOIZE) return undefined;
    return opcode === Op.PUT || opcode === Op.GET ? textIndex(this.#reader) : this.#reader.unsigned();
  }
}
